import { useIsShared } from "@/app/_components/use-is-shared";
import type { CurvesQuestion, PageCell } from "./use-cell-queries";

type CellTable = "cycles" | "steps" | "pulses" | "curves" | "ageing" | "rate-test";

type TableLinkProps = { page: PageCell; table: CellTable; requested?: CurvesQuestion; text?: string };

/** Where a table of the cell is downloaded; nothing on the page of a link, whose charts and tables are read where they are. */
export function TableLink({ page, table, requested, text = "CSV" }: TableLinkProps) {
  return useIsShared() ? null : <a href={tableHref(page, table, requested)}>{text}</a>;
}

function tableHref({ labSlug, cell }: PageCell, table: CellTable, requested?: CurvesQuestion): string {
  const params = new URLSearchParams();
  if (table === "pulses") params.set("control", "pulse");
  if (requested) {
    params.set("kind", requested.kind);
    if (requested.cycles !== null) params.set("cycles", requested.cycles);
    if (requested.mode !== "both") params.set("mode", requested.mode);
    for (const [name, value] of Object.entries(requested.smoothed)) params.set(name, String(value));
  }
  const query = params.toString();
  return `/api/labs/${labSlug}/cells/${encodeURIComponent(cell)}/${table === "pulses" ? "steps" : table}${query && `?${query}`}`;
}
