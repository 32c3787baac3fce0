import type { ChartPicture } from "./chart-picture";

const VIEWS = [
  { value: "picture", label: "Picture" },
  { value: "table", label: "Table" },
  { value: "words", label: "In words" },
] as const;
export type ExportView = (typeof VIEWS)[number]["value"];

/** As what a chart leaves the page; the first one is shown first. */
export const viewsOf = ({ isDrawn = true }: Pick<ChartPicture, "isDrawn">) =>
  VIEWS.filter(({ value }) => isDrawn || value !== "picture");
