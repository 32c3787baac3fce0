import { MAX_FILTER_CHARACTERS } from "./cell-filter";
import { text } from "./input-text";

/** A filter of cells as it is typed. Whether it can be understood depends on the lab's fields: see `parseCellFilter`. */
export const cellFilter = text(MAX_FILTER_CHARACTERS).refine((given) => given.trim() !== "", "expected a condition");
