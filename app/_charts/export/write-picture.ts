import type { Picture } from "./compose-picture";
import { embedFonts, readBase64 } from "./embed-fonts";

/** Pixels of a PNG for each of the picture's own. */
const DENSITY = 2;
/** Of a figure for a paper: 600 dots an inch. */
const PRINT_DENSITY = 6.25;
const MM_PER_PX = 25.4 / 96;

/** The picture as SVG, which needs nothing but itself. */
export const toSvg = async ({ svg }: Picture): Promise<Blob> =>
  new Blob([await embedFonts(svg)], { type: "image/svg+xml;charset=utf-8" });

export const svgUrl = (svg: string) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

/** The picture as PNG: twice as many pixels as on the screen, or enough for print. */
export async function toPng({ svg, width, height, widthMm }: Picture): Promise<Blob> {
  const density = widthMm === null ? DENSITY : PRINT_DENSITY;
  const image = new Image();
  image.src = svgUrl(await embedFonts(svg));
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * density, height * density];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new RangeError("This picture is too large."))), "image/png");
  });
}

/** The picture as a page of PDF of its size, with its text as text in an embedded font. */
export async function toPdf({ svg, width, height, widthMm }: Picture): Promise<Blob> {
  // Heavy, and asked for by few.
  const [{ jsPDF }, { svg2pdf }, font] = await Promise.all([
    import("jspdf"),
    import("svg2pdf.js"),
    readBase64(new URL("@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf", import.meta.url)), // the one form it takes
  ]);
  const pageMm = [widthMm ?? width * MM_PER_PX, ((widthMm ?? width * MM_PER_PX) * height) / width] as const;
  const page = new jsPDF({
    unit: "mm",
    format: [...pageMm],
    orientation: pageMm[0] > pageMm[1] ? "landscape" : "portrait",
    compress: true,
  });
  for (const weight of ["normal", "bold"]) {
    page.addFileToVFS("Inter.ttf", font);
    page.addFont("Inter.ttf", "Inter", weight, undefined, "Identity-H");
  }
  page.setFont("Inter");
  const drawing = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  page.setProperties({ title: drawing.querySelector("title")?.textContent ?? "" });
  await svg2pdf(drawing, page, { x: 0, y: 0, width: pageMm[0], height: pageMm[1] });
  return page.output("blob");
}
