import { z } from "zod";
import type { Excluded } from "../../domain/cells/exclusions";
import { cycleRange } from "../../domain/cells/input-cycle-ranges";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import type { Prisma } from "../generated/client";
import { type LabTransaction, queryRows } from "../in-lab";
import type { ConfigTransaction } from "../in-lab-config";

export type Exclusion = {
  id: string;
  cellId: number;
  cell: string;
  /** Null: the whole cell. */
  cycles: Excluded;
  reason: string;
  actor: string;
  createdAt: Date;
};

const COLUMNS = {
  exclusionId: true,
  cellId: true,
  fromCycle: true,
  toCycle: true,
  reason: true,
  actor: true,
  createdAt: true,
  cell: { select: { name: true } },
} as const;

const range = cycleRange.nullable();
const toRange = (row: { fromCycle: number | null; toCycle: number | null }) =>
  range.parse(row.fromCycle === null ? null : { from: row.fromCycle, to: row.toCycle });

type ExclusionRow = Prisma.ExclusionGetPayload<{ select: typeof COLUMNS }>;

function toExclusion({ exclusionId: id, cell, fromCycle, toCycle, ...row }: ExclusionRow): Exclusion {
  return { id, cell: cell.name, cycles: toRange({ fromCycle, toCycle }), ...row };
}

/** The exclusions of the lab, or of one cell, the oldest first. */
export async function listExclusions(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { cell: string | null },
): Promise<Exclusion[]> {
  const rows = await tx.exclusion.findMany({
    where: { labId: scope.labId, ...(args.cell === null ? {} : { cell: { name: args.cell } }) },
    select: COLUMNS,
    orderBy: [{ createdAt: "asc" }, { exclusionId: "asc" }],
  });
  return rows.map(toExclusion);
}

/** @throws AppError `not_found` when this lab has no such exclusion */
export async function getExclusion(scope: LabScope, tx: ConfigTransaction, args: { id: string }): Promise<Exclusion> {
  const row = await tx.exclusion.findFirst({
    where: { labId: scope.labId, exclusionId: args.id },
    select: COLUMNS,
  });
  if (!row) throw new AppError("not_found", "There is no such exclusion in this lab.");
  return toExclusion(row);
}

export async function countExclusions(scope: LabScope, tx: ConfigTransaction): Promise<number> {
  return tx.exclusion.count({ where: { labId: scope.labId } });
}

/** What is excluded of each cell of the lab that has exclusions. */
export async function listExcludedCycles(scope: LabScope, tx: ConfigTransaction): Promise<Map<number, Excluded[]>> {
  const rows = await tx.exclusion.findMany({
    where: { labId: scope.labId },
    select: { cellId: true, fromCycle: true, toCycle: true },
  });
  const byCell = Map.groupBy(rows, ({ cellId }) => cellId);
  return new Map([...byCell].map(([cellId, own]) => [cellId, own.map(toRange)]));
}

const EXCLUSIONS_OF_CELL = `SELECT count(*)::integer AS exclusions FROM exclusions WHERE lab_id = $1 AND cell_id = $2`;
const countRow = z.object({ exclusions: z.int() });

/** How many exclusions a cell has, for what moves its cycles to another. */
export async function countExclusionsOfCell(
  scope: LabScope,
  tx: LabTransaction,
  args: { cellId: number },
): Promise<number> {
  const [row] = await queryRows(tx, EXCLUSIONS_OF_CELL, [scope.labId, args.cellId], countRow);
  return row?.exclusions ?? 0;
}
