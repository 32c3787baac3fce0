import { roundPx } from "../frame/prepare-line";
import { markerPath } from "../groups/style/group-swatch";
import type { ColourScale, LegendEntry, NoteEntry } from "./chart-picture";

/** A drawing as it was read from the page: its markup has no styles but its own. Sizes in CSS pixels. */
export type Panel = { markup: string; width: number; height: number; caption: string | null };

export type PictureParts = {
  title: string;
  description: string;
  /** One above the other. */
  panels: readonly Panel[];
  /** With colours that stand on their own. */
  legend: readonly LegendEntry[];
  scale: ColourScale | null;
  notes: readonly NoteEntry[];
  ground: string;
  ink: string;
  /** Width on paper; null: as many CSS pixels as on the screen. */
  widthMm: number | null;
};

export type Picture = { svg: string; width: number; height: number; widthMm: number | null };

/** Text stays text: these fonts are asked for in order, and the reader's own takes their place. */
const FONTS = "Inter, Helvetica, Arial, sans-serif";
const TEXT_PX = 12;
const CAPTION_PX = 18;
const ROW_PX = 18;
const SWATCH_PX = 26;
const GAP_PX = 14;
/** The width of a letter in the mean, of its height: more than most fonts take. */
const LETTER = 0.58;
const PAD_PX = 6;
const BAR_PX = 120;

/** One SVG document of panels and what explains them, that needs nothing of the page it came from. */
export function composePicture(parts: PictureParts): Picture {
  const width = Math.ceil(Math.max(1, ...parts.panels.map((panel) => panel.width)));
  const parted: string[] = [];
  let top = PAD_PX;
  for (const panel of parts.panels) {
    if (panel.caption !== null) {
      parted.push(textAt(PAD_PX, top + TEXT_PX, panel.caption, parts.ink));
      top += CAPTION_PX;
    }
    parted.push(`<g transform="translate(0,${roundPx(top)})">${panel.markup}</g>`);
    top += panel.height;
  }
  const legend = legendOf(parts, width, top + PAD_PX);
  const notes = notesOf(parts, width, legend.bottom);
  const height = Math.ceil(notes.bottom + PAD_PX);
  const size = parts.widthMm === null ? [`${width}`, `${height}`] : mmSize(parts.widthMm, width, height);
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size[0]}" height="${size[1]}" viewBox="0 0 ${width} ${height}" font-family="${FONTS}" role="img">`,
    `<title>${escaped(parts.title)}</title><desc>${escaped(parts.description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="${parts.ground}"/>`,
    ...parted,
    legend.markup,
    notes.markup,
    "</svg>",
  ].join("\n");
  return { svg, width, height, widthMm: parts.widthMm };
}

const mmSize = (widthMm: number, width: number, height: number) => [
  `${widthMm}mm`,
  `${roundPx((widthMm * height) / width)}mm`,
];

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const textAt = (x: number, y: number, text: string, ink: string) =>
  `<text x="${roundPx(x)}" y="${roundPx(y)}" font-size="${TEXT_PX}" fill="${ink}">${escaped(text)}</text>`;

/** In as many rows as its names need. */
function legendOf({ legend, scale, ink }: PictureParts, width: number, top: number) {
  const rows: string[] = [];
  let [x, y] = [PAD_PX, top];
  for (const { name, style } of legend) {
    const entryPx = SWATCH_PX + 6 + name.length * TEXT_PX * LETTER + GAP_PX;
    if (x > PAD_PX && x + entryPx > width) [x, y] = [PAD_PX, y + ROW_PX];
    const dash = style.dash === null ? "" : ` stroke-dasharray="${style.dash}"`;
    rows.push(
      `<g data-legend="${escaped(name)}"><path d="M${roundPx(x)},${y + 6}h${SWATCH_PX}" fill="none" stroke="${style.colour}" stroke-width="2"${dash}/>`,
      `<path d="${markerPath(style.marker, roundPx(x + SWATCH_PX / 2), y + 6, 4)}" fill="${style.colour}"/>`,
      `${textAt(x + SWATCH_PX + 6, y + 10, name, ink)}</g>`,
    );
    x += entryPx;
  }
  const bottom = legend.length === 0 ? top - PAD_PX : y + ROW_PX;
  if (scale === null) return { markup: rows.join("\n"), bottom };
  rows.push(scaleAt(scale, bottom + PAD_PX, ink));
  return { markup: rows.join("\n"), bottom: bottom + PAD_PX + ROW_PX };
}

/** What the labels of stretches stand for, each from a line of its own on. */
function notesOf({ notes, ink }: PictureParts, width: number, top: number) {
  const letters = Math.max(1, Math.floor((width - 2 * PAD_PX - SWATCH_PX) / (TEXT_PX * LETTER)));
  let y = top;
  const marked = notes.map(({ label, says }) => {
    const lines = brokenText(says, letters).map((line, index) => {
      y += ROW_PX;
      const start = index === 0 ? textAt(PAD_PX, y - 2, label, ink) : "";
      return `${start}${textAt(PAD_PX + SWATCH_PX, y - 2, line, ink)}`;
    });
    return `<g data-note="${escaped(label)}">${lines.join("")}</g>`;
  });
  return { markup: marked.join("\n"), bottom: y };
}

/** Lines of so many letters at most, but for words that are longer. */
function brokenText(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function scaleAt({ label, from, to, colours }: ColourScale, y: number, ink: string): string {
  const left = PAD_PX + label.length * TEXT_PX * LETTER + GAP_PX / 2;
  const barX = Math.round(left + from.length * TEXT_PX * LETTER + GAP_PX / 2);
  const partPx = BAR_PX / Math.max(1, colours.length);
  return [
    textAt(PAD_PX, y + 10, label, ink),
    textAt(left, y + 10, from, ink),
    ...colours.map(
      (colour, index) =>
        `<rect x="${roundPx(barX + index * partPx)}" y="${y}" width="${roundPx(partPx + 0.5)}" height="10" fill="${colour}"/>`,
    ),
    textAt(barX + BAR_PX + GAP_PX / 2, y + 10, to, ink),
  ].join("\n");
}
