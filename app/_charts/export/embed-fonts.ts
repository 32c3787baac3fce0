/** A file of Inter for letters of one script. All weights are in it. */
type FontFile = { letters: RegExp; url: () => URL };

/** Of what is written on charts; letters of other scripts are drawn in the fonts of whoever opens the picture. */
const FONT_FILES: readonly FontFile[] = [
  {
    letters: /./u,
    url: () => new URL("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", import.meta.url),
  },
  {
    letters: /[\u0370-\u03ff]/u, // Ω, Δ, σ
    url: () => new URL("@fontsource-variable/inter/files/inter-greek-wght-normal.woff2", import.meta.url),
  },
  {
    letters: /[\u0100-\u024f\u1e00-\u1eff\u2c60-\u2c7f]/u,
    url: () => new URL("@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2", import.meta.url),
  },
  {
    letters: /[\u0400-\u045f]/u,
    url: () => new URL("@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2", import.meta.url),
  },
];

/**
 * The same SVG document with the fonts of its letters in it, so that it looks alike wherever it is opened.
 * @throws Error when a font cannot be read from the server
 */
export async function embedFonts(svg: string): Promise<string> {
  const faces = await Promise.all(FONT_FILES.filter(({ letters }) => letters.test(svg)).map(readFace));
  return svg.replace(/^<svg [^>]*>/, (start) => `${start}\n<style>${faces.join("")}</style>`);
}

async function readFace({ url }: FontFile): Promise<string> {
  return `@font-face{font-family:Inter;font-weight:100 900;src:url(data:font/woff2;base64,${await readBase64(url())}) format("woff2")}`;
}

/** @throws Error when the server does not answer with the file */
export async function readBase64(url: URL): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error("A font of the picture cannot be read.");
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let text = "";
  const PART = 0x8000;
  for (let at = 0; at < bytes.length; at += PART) text += String.fromCharCode(...bytes.subarray(at, at + PART));
  return btoa(text);
}
