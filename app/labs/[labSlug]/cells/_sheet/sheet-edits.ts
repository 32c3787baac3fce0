import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import type { MetadataValue } from "@/server/domain/groups/groupings";
import { type SettingName, type SheetColumn, valueIn } from "./sheet-columns";

/** What changes of one value. */
export type ValueEdit = { cell: string; column: SheetColumn; value: MetadataValue | null };

/** One cell's part of a change set, as the server takes it. */
export type CellEdit = { cell: string; metadata?: Record<string, MetadataValue | null> } & {
  [Name in SettingName]?: never;
};

/** The change set of the server, a cell once. */
export function toCellEdits(edits: readonly ValueEdit[]): CellEdit[] {
  const byCell = new Map<string, Record<string, unknown> & { metadata: Record<string, MetadataValue | null> }>();
  for (const { cell, column, value } of edits) {
    const edit = byCell.get(cell) ?? { cell, metadata: {} };
    if (column.source.kind === "field") edit.metadata[column.source.field] = value;
    else if (column.source.kind === "setting") edit[column.source.setting] = value;
    byCell.set(cell, edit);
  }
  // The columns decide what is put where: a setting's column parses to what that setting takes.
  return [...byCell.values()] as unknown as CellEdit[];
}

/** Only edits that differ from the stored values; a new cell has none. */
export function withoutNoise(edits: readonly ValueEdit[], cells: ReadonlyMap<string, SheetCell>): ValueEdit[] {
  return edits.filter(({ cell, column, value }) => {
    const known = cells.get(cell);
    return known ? valueIn(known, column) !== value : value !== null;
  });
}

/** The edits that undo others, given the cells as they were before. */
export function inverseOf(edits: readonly ValueEdit[], cells: ReadonlyMap<string, SheetCell>): ValueEdit[] {
  return edits.map(({ cell, column }) => {
    const before = cells.get(cell);
    return { cell, column, value: before ? valueIn(before, column) : null };
  });
}

/** The value of a cleared setting, where that is not null. */
const WHEN_CLEARED: Partial<Record<SettingName, string>> = { polarity: "full_cell", cycleStartsWith: "charge" };

/** The cells after edits, for showing them before the server has answered. Cells without an edit stay the same objects. */
export function applyEdits(cells: readonly SheetCell[], edits: readonly ValueEdit[]): SheetCell[] {
  const ofCell = Map.groupBy(edits, ({ cell }) => cell);
  return cells.map((cell) => {
    const own = ofCell.get(cell.name);
    return own ? own.reduce(applyEdit, cell) : cell;
  });
}

function applyEdit(cell: SheetCell, { column: { source }, value }: ValueEdit): SheetCell {
  if (source.kind === "setting") return { ...cell, [source.setting]: value ?? WHEN_CLEARED[source.setting] ?? null };
  if (source.kind !== "field") return cell;
  const { [source.field]: _before, ...others } = cell.metadata;
  return { ...cell, metadata: value === null ? others : { ...others, [source.field]: value } };
}
