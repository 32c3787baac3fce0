import {
  type Color,
  converter,
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  type Lrgb,
  type Rgb,
  wcagContrast,
} from "culori";

/** Colour arithmetic for the test that proves the group colours. */

type Filter = (colour: Rgb) => Color;
const usual: Filter = (colour) => colour;

/** How people see who lack one kind of cone: Machado, Oliveira and Fernandes (2009), severity 1.0. */
const FILTERS = {
  usual,
  protan: filterDeficiencyProt(1),
  deutan: filterDeficiencyDeuter(1),
  tritan: filterDeficiencyTrit(1),
} as const satisfies Record<string, Filter>;

export type Vision = keyof typeof FILTERS;
export const VISIONS = ["usual", "protan", "deutan", "tritan"] as const satisfies readonly Vision[];

/** WCAG 2 contrast of two colours, 1..21. */
export const contrast: (left: string, right: string) => number = wcagContrast;

const toLinear = converter("lrgb");
const toRgb = converter("rgb");
const difference = differenceCiede2000();

/** CIEDE2000 between two colours as someone with that vision sees them. 1 is just noticeable side by side. */
export function distance(left: string, right: string, vision: Vision): number {
  return difference(seenBy(vision, left), seenBy(vision, right));
}

/** A colour as someone with that vision sees it, in linear light. */
export function seenBy(vision: Vision, hex: string): Lrgb {
  const colour = toLinear(hex);
  if (!colour) throw new RangeError(`${hex} is no colour`);
  // The matrices are for linear light, and the library multiplies the channels it is given.
  const { r, g, b } = toRgb(FILTERS[vision]({ ...colour, mode: "rgb" }));
  return { mode: "lrgb", r: clamp(r), g: clamp(g), b: clamp(b) };
}

const clamp = (channel: number) => Math.min(1, Math.max(0, channel));
