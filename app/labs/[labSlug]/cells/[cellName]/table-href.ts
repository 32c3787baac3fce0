import type { CurvesQuestion, PageCell } from "./use-cell-queries";

/** Where a table of the cell is downloaded. */
export function tableHref(
  { labSlug, cell }: PageCell,
  table: "cycles" | "steps" | "pulses" | "curves" | "ageing" | "rate-test",
  asked?: CurvesQuestion,
): string {
  const params = new URLSearchParams();
  if (table === "pulses") params.set("control", "pulse");
  if (asked) {
    params.set("kind", asked.kind);
    if (asked.cycles !== null) params.set("cycles", asked.cycles);
    if (asked.mode !== "both") params.set("mode", asked.mode);
  }
  const query = params.toString();
  return `/api/labs/${labSlug}/cells/${encodeURIComponent(cell)}/${table === "pulses" ? "steps" : table}${query && `?${query}`}`;
}
