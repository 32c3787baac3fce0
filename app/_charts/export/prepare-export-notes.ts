import type { Domain } from "../frame/prepare-axis";
import type { Region } from "../frame/regions";
import type { ChartTable, Field, NoteEntry } from "./chart-picture";

/** The notes of which a part is in sight, in their order. */
export const notesInSight = (regions: readonly Region[], [from, to]: Domain): NoteEntry[] =>
  regions.filter((region) => region.to >= from && region.from <= to).map(({ label, says }) => ({ label, says }));

/** The table with what was noted of each row, where anything was. @param placeOf where a row lies on the axis of the regions */
export function withNotes(
  table: ChartTable,
  regions: readonly Region[],
  placeOf: (row: readonly Field[]) => number,
): ChartTable {
  const noted = table.rows.map((row) => {
    const place = placeOf(row);
    return regions.filter(({ from, to }) => place >= from && place <= to).map(({ says }) => says);
  });
  if (noted.every((notes) => notes.length === 0)) return table;
  return {
    ...table,
    columns: [...table.columns, "Notes"],
    rows: table.rows.map((row, index) => [...row, noted[index]?.join("; ") || null]),
  };
}
