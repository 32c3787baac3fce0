/** Names that other pages below the cells have. No cell's name has a slash, so that the longer path is nobody else's. */
const TAKEN = new Set(["fields"]);

/** The page of a cell. */
export function cellHref(labSlug: string, cell: string): string {
  return `/labs/${labSlug}/cells/${TAKEN.has(cell) ? "named/" : ""}${encodeURIComponent(cell)}`;
}
