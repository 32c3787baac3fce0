import { z } from "zod";
import { text } from "../cells/input-text";
import { knownCellName } from "../cells/input-names";

/** The pages whose views a lab's members save to come back to. */
const SAVED_PAGES = ["groups", "cell", "compare"] as const;
export const savedPage = z.enum(SAVED_PAGES);
export type SavedPage = z.output<typeof savedPage>;

/** Of the list of them, which is read as a whole. */
const MAX_QUERY = 16_000;

/** A page as it is shown: its query, and of a cell's page the cell. */
export const shownPage = z
  .strictObject({ page: savedPage, cell: knownCellName.nullable(), query: text(MAX_QUERY) })
  .refine(({ page, cell }) => (page === "cell") === (cell !== null), "the page of a cell names it, and no other does");

/** Parameters of pages that name a cell. */
const NAMES = new Set(["cell", "referenceCell"]);
const PINNED = /^(cell:)(.+)$/s;

/** Of the query as it is kept: the cells that it names, in their order; 0 for one that there was not. */
const CELL_ID = "cellId";

type Param = [name: string, value: string];

/** The name of a cell in a parameter, and what stands before it; null where it names none. */
function cellOf([name, value]: Param): { before: string; cell: string } | null {
  if (NAMES.has(name)) return value === "" ? null : { before: "", cell: value };
  const [, before = "", cell = ""] = name === "pin" ? (PINNED.exec(value) ?? []) : [];
  return cell === "" ? null : { before, cell };
}

const paramsOf = (query: string): Param[] => [...new URLSearchParams(query)].filter(([name]) => name !== CELL_ID);

/** The cells that the query of a page names, in their order. */
export const cellsOfQuery = (query: string): string[] => paramsOf(query).flatMap((param) => cellOf(param)?.cell ?? []);

/** The query as it is kept, with the ids of the cells that it names; of a query that names none as it is. */
export function withCellIds(query: string, cellIds: readonly (number | null)[]): string {
  const ids = cellIds.map((id): Param => [CELL_ID, String(id ?? 0)]);
  return ids.length === 0 ? query : new URLSearchParams([...paramsOf(query), ...ids]).toString();
}

/** The ids that a query is kept with. */
export const cellIdsOf = (query: string): number[] => new URLSearchParams(query).getAll(CELL_ID).map(Number);

/** A query that was kept, as its page reads it: cells by the names that they have now; a deleted one keeps its own. */
export function withCellNames(query: string, nameOf: (cellId: number) => string | undefined): string {
  const ids = cellIdsOf(query);
  if (ids.length === 0) return query;
  let place = 0;
  const params = paramsOf(query).map((param): Param => {
    const named = cellOf(param);
    if (!named) return param;
    return [param[0], `${named.before}${nameOf(ids[place++] ?? 0) ?? named.cell}`];
  });
  return new URLSearchParams(params).toString();
}
