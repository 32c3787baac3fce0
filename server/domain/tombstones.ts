/** What was deleted, and the number up to which batches still meant it. `test` null: the whole cell. */
export type Tombstone = { cell: string; test: string | null; seq: number };

/**
 * Whether samples were accepted before what they belong to was deleted.
 * @param series the cell and test that a batch names, and the batch's number; `test` null asks for the cell as a whole
 */
export function isBuried(
  tombstones: readonly Tombstone[],
  { cell, test, seq }: { cell: string; test: string | null; seq: number },
): boolean {
  return tombstones.some((one) => one.cell === cell && (one.test === null || one.test === test) && seq <= one.seq);
}
