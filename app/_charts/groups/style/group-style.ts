/** How a group is told from the others: by colour, and from the eighth on by dash and marker too. */
export type GroupStyle = {
  /** CSS custom property that holds the colour of the scheme in use. */
  colour: string;
  /** SVG dash pattern; null is a solid line. */
  dash: string | null;
  marker: Marker;
};
export type Marker = "circle" | "square" | "triangle" | "diamond";

/**
 * Okabe and Ito's seven in their order, each moved until it stands out 3 : 1 from its ground and stays apart from the other six for
 * people who do not see red, green or blue as most do. `group-style.test.ts` computes both; decision 0009 says how they were found.
 */
export const GROUP_COLOURS = [
  { light: "#0072b2", dark: "#0072b5" },
  { light: "#b12e03", dark: "#d65e02" },
  { light: "#059b6e", dark: "#00a174" },
  { light: "#d276aa", dark: "#c976a4" },
  { light: "#9b773e", dark: "#e6a003" },
  { light: "#009bee", dark: "#3fb5f3" },
  { light: "#959a00", dark: "#f2e414" },
] as const;

/** What the colours stand on: the page in either scheme, as the theme sets it. */
export const GROUNDS = { light: "#ffffff", dark: "#18191b" } as const;

export const DASHES = [null, "7 4", "2 3", "9 3 2 3"] as const;
export const DASH_COUNT = DASHES.length;
export const MARKERS = ["circle", "square", "triangle", "diamond"] as const satisfies readonly Marker[];

const styles = new Map<number, GroupStyle>();

/** The style at a place of the palette, always the same object. Past 28 places they repeat: no reader tells so many lines apart. */
export function groupStyle(place: number): GroupStyle {
  const known = styles.get(place);
  if (known) return known;
  const round = Math.floor(place / GROUP_COLOURS.length);
  const style: GroupStyle = {
    colour: `var(--group-${place % GROUP_COLOURS.length})`,
    dash: DASHES[round % DASHES.length] ?? null,
    marker: MARKERS[round % MARKERS.length] ?? "circle",
  };
  styles.set(place, style);
  return style;
}

/** The colours as custom properties, for the theme to set once in each scheme. */
export function groupColourVariables(scheme: "light" | "dark"): Record<string, string> {
  return Object.fromEntries(GROUP_COLOURS.map((colour, index) => [`--group-${index}`, colour[scheme]]));
}
