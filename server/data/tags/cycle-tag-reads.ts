import { z } from "zod";
import type { CycleRange } from "../../domain/cells/exclusions";
import type { TaggedCycles } from "../../domain/tags/cycle-tags";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import type { Prisma } from "../generated/client";
import { type LabTransaction, queryRows } from "../in-lab";
import type { ConfigTransaction } from "../in-lab-config";

/** A tag that a person gave cycles of a cell. */
export type StoredTag = {
  id: string;
  cellId: number;
  cell: string;
  cycles: CycleRange;
  tag: string;
  reason: string;
  actor: string;
  createdAt: Date;
};

const COLUMNS = {
  cycleTagId: true,
  cellId: true,
  fromCycle: true,
  toCycle: true,
  tag: true,
  reason: true,
  actor: true,
  createdAt: true,
  cell: { select: { name: true } },
} as const;

const IN_ORDER = [
  { createdAt: "asc" },
  { cycleTagId: "asc" },
] as const satisfies Prisma.CycleTagOrderByWithRelationInput[];

type TagRow = Prisma.CycleTagGetPayload<{ select: typeof COLUMNS }>;

function toStoredTag({ cycleTagId: id, cell, fromCycle: from, toCycle: to, ...row }: TagRow): StoredTag {
  return { id, cell: cell.name, cycles: { from, to }, ...row };
}

/** The tags of one cell, or of all cells of the lab, the oldest first. */
export async function listTags(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { cell: string | null },
): Promise<StoredTag[]> {
  const rows = await tx.cycleTag.findMany({
    where: { labId: scope.labId, ...(args.cell === null ? {} : { cell: { name: args.cell } }) },
    select: COLUMNS,
    orderBy: [...IN_ORDER],
  });
  return rows.map(toStoredTag);
}

/** @throws AppError `not_found` when that cell of this lab has no such tag */
export async function getTag(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { id: string; cell: string },
): Promise<StoredTag> {
  const row = await tx.cycleTag.findFirst({
    where: { labId: scope.labId, cycleTagId: args.id, cell: { name: args.cell } },
    select: COLUMNS,
  });
  if (!row) throw new AppError("not_found", `"${args.cell}" has no such tag in this lab.`);
  return toStoredTag(row);
}

export async function countTags(scope: LabScope, tx: ConfigTransaction): Promise<number> {
  return tx.cycleTag.count({ where: { labId: scope.labId } });
}

/** The tags of each cell of the lab that has any, in the order given. */
export async function listTaggedCycles(scope: LabScope, tx: ConfigTransaction): Promise<Map<number, TaggedCycles[]>> {
  const rows = await tx.cycleTag.findMany({
    where: { labId: scope.labId },
    select: { cellId: true, fromCycle: true, toCycle: true, tag: true },
    orderBy: [...IN_ORDER],
  });
  const byCell = Map.groupBy(rows, ({ cellId }) => cellId);
  return new Map(
    [...byCell].map(([cellId, own]) => [
      cellId,
      own.map(({ fromCycle: from, toCycle: to, tag }) => ({ from, to, tag })),
    ]),
  );
}

const TAGS_OF_CELL = `SELECT count(*)::integer AS tags FROM cycle_tags WHERE lab_id = $1 AND cell_id = $2`;
const countRow = z.object({ tags: z.int() });

/** How many tags a cell has, for what moves its cycles to another. */
export async function countTagsOfCell(scope: LabScope, tx: LabTransaction, args: { cellId: number }): Promise<number> {
  const [row] = await queryRows(tx, TAGS_OF_CELL, [scope.labId, args.cellId], countRow);
  return row?.tags ?? 0;
}
