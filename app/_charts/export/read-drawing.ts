import type { ColourScale, LegendEntry } from "./chart-picture";
import type { Panel } from "./compose-picture";

/** What styles a drawing: it is written onto the copy of each element where it is not what SVG begins with. */
const PROPERTIES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
] as const;
const TEXT_PROPERTIES = ["font-size", "font-weight", "text-anchor", "dominant-baseline"] as const;
const INITIAL: Record<string, string> = {
  "fill-opacity": "1",
  "stroke-opacity": "1",
  opacity: "1",
  stroke: "none",
  "stroke-dasharray": "none",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "font-weight": "400",
  "text-anchor": "start",
  "dominant-baseline": "auto",
};
/** Of an element without a stroke nothing of it is said. */
const OF_STROKE = new Set(["stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"]);
const SHAPES = new Set(["path", "rect", "circle", "line", "text", "tspan"]);
const NOT_IN_PICTURES = "[data-picture='none'], title, desc, style";
const DROPPED = ["class", "style", "tabindex", "role", "pointer-events", "aria-hidden"];

const DRAWING = "svg.recharts-surface";

export const hasDrawing = (host: Element): boolean => host.querySelector(DRAWING) !== null;

/** The drawings of an element, as it shows them now, with the styles of the page written into them. */
export function readPanels(host: Element): Panel[] {
  return [...host.querySelectorAll<SVGSVGElement>(DRAWING)].map((drawing) => {
    const caption = drawing.closest("figure")?.getAttribute("data-caption") ?? null;
    const { width, height } = drawing.getBoundingClientRect();
    const copy = document.createElementNS(SVG, "g");
    for (const child of drawing.children) copyInto(copy, child);
    return { markup: new XMLSerializer().serializeToString(copy), width, height, caption };
  });
}

const SVG = "http://www.w3.org/2000/svg";

function copyInto(parent: Element, element: Element): void {
  if (element.matches(NOT_IN_PICTURES)) return;
  const copy = element.cloneNode(false);
  if (!(copy instanceof SVGElement)) return;
  for (const name of DROPPED) copy.removeAttribute(name);
  if (SHAPES.has(element.localName)) writeStyle(copy, element);
  for (const child of element.childNodes) {
    if (child instanceof Element) copyInto(copy, child);
    else if (child.nodeType === Node.TEXT_NODE) copy.append(child.cloneNode());
  }
  parent.append(copy);
}

function writeStyle(copy: Element, element: Element): void {
  const style = getComputedStyle(element);
  const isText = element.localName === "text" || element.localName === "tspan";
  const hasStroke = style.stroke !== "none";
  for (const name of isText ? [...PROPERTIES, ...TEXT_PROPERTIES] : PROPERTIES) {
    const value = style.getPropertyValue(name);
    copy.removeAttribute(name);
    if (value === "" || value === INITIAL[name] || (OF_STROKE.has(name) && !hasStroke)) continue;
    copy.setAttribute(name, value.replaceAll("px", ""));
  }
}

/** The legend with the colours that the page gives them. */
export const readLegend = (legend: readonly LegendEntry[]): LegendEntry[] =>
  legend.map(({ name, style }) => ({ name, style: { ...style, colour: colourAt(style.colour) } }));

export const readScale = (scale: ColourScale | null): ColourScale | null =>
  scale && { ...scale, colours: scale.colours.map(colourAt) };

/** A colour of the page's style sheets, as it is seen. */
export function colourAt(colour: string): string {
  const probe = document.createElement("span");
  probe.style.color = colour;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

const SCHEME = "data-mantine-color-scheme";

/** Reads with the light colours, whatever the screen shows: nothing is painted before they are set back. */
export function inLightColours<Read>(read: () => Read): Read {
  const root = document.documentElement;
  const shown = root.getAttribute(SCHEME);
  root.setAttribute(SCHEME, "light");
  try {
    return read();
  } finally {
    if (shown !== null) root.setAttribute(SCHEME, shown);
  }
}
