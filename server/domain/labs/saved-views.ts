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
