import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";
import { GROUNDS, groupColourVariables } from "@/app/_charts/groups/style/group-style";

/** The one accent. It is none of the group colours. */
const accent: MantineColorsTuple = [
  "#eef0fb",
  "#dcdff5",
  "#b7bdea",
  "#949ee2",
  "#7884db",
  "#5f6cd4",
  "#4d5bcf",
  "#3f4cb8",
  "#3743a5",
  "#2c3891",
];
const gray: MantineColorsTuple = [
  "#f7f7f8",
  "#efeff1",
  "#e3e3e6",
  "#d3d4d8",
  "#b9bac0",
  "#8f9099",
  "#666771",
  "#53545d",
  "#3a3b42",
  "#26272c",
];
const dark: MantineColorsTuple = [
  "#d6d7da",
  "#b9bbbf",
  "#9a9ca2",
  "#6c6e75",
  "#3d3f45",
  "#303238",
  "#222428",
  GROUNDS.dark,
  "#131416",
  "#0e0f10",
];

const LEAST_TARGET = { "--ai-size": "1.5rem" };

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, gray, dark },
  white: GROUNDS.light,
  autoContrast: true,
  fontFamily:
    'var(--font-inter), Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  headings: { fontWeight: "600", sizes: { h1: { fontSize: "1.25rem", lineHeight: "1.5rem" } } },
  breakpoints: { xs: "37.5em", sm: "48em", md: "62em", lg: "75em", xl: "90em" },
  defaultRadius: "sm",
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    // A link within a text is told by more than its colour.
    Anchor: { defaultProps: { underline: "always", inherit: true } },
    // What is pressed is 24 px wide and high at least (WCAG 2.2, 2.5.8).
    ActionIcon: { vars: (_: unknown, { size }: { size?: unknown }) => ({ root: size === "sm" ? LEAST_TARGET : {} }) },
  },
});

/** Of dots and edges, 3 : 1 on either ground; words beside them say the same. */
const TONES = { "--tone-good": "#2f9e57", "--tone-warning": "#d98a00", "--tone-bad": "#d6453d" };

/** Hairlines and the colours of groups, which charts and tables share; and a red that small words can be read in, 4.5 : 1 on either ground. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: TONES,
  light: {
    "--hairline": gray[2],
    "--subtle": gray[0],
    "--band-opacity": "0.15",
    "--mantine-color-error": "var(--mantine-color-red-9)",
    ...groupColourVariables("light"),
  },
  dark: {
    "--hairline": dark[5],
    "--subtle": dark[6],
    "--band-opacity": "0.18",
    "--mantine-color-error": "var(--mantine-color-red-5)",
    ...groupColourVariables("dark"),
  },
});
