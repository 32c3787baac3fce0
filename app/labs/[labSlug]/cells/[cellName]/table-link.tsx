import { useIsShared } from "@/app/_components/shared-page";
import type { CurvesQuestion, PageCell } from "./use-cell-queries";

type CellTable = "cycles" | "steps" | "pulses" | "curves" | "ageing" | "rate-test";

type TableLinkProps = { page: PageCell; table: CellTable; asked?: CurvesQuestion; text?: string };

/** Where a table of the cell is downloaded; nothing on the page of a link, whose charts and tables are read where they are. */
export function TableLink({ page, table, asked, text = "CSV" }: TableLinkProps) {
  return useIsShared() ? null : <a href={tableHref(page, table, asked)}>{text}</a>;
}

function tableHref({ labSlug, cell }: PageCell, table: CellTable, asked?: CurvesQuestion): string {
  const params = new URLSearchParams();
  if (table === "pulses") params.set("control", "pulse");
  if (asked) {
    params.set("kind", asked.kind);
    if (asked.cycles !== null) params.set("cycles", asked.cycles);
    if (asked.mode !== "both") params.set("mode", asked.mode);
    for (const [name, value] of Object.entries(asked.smoothed)) params.set(name, String(value));
  }
  const query = params.toString();
  return `/api/labs/${labSlug}/cells/${encodeURIComponent(cell)}/${table === "pulses" ? "steps" : table}${query && `?${query}`}`;
}
