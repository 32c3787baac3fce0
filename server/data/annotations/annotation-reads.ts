import { type AnnotationTarget, concernsCell } from "../../domain/cells/annotations";
import { cycleRange } from "../../domain/cells/input-cycle-ranges";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import type { Cell } from "../cells/cell-reads";
import type { Prisma } from "../generated/client";
import type { ConfigTransaction } from "../in-lab-config";

export type Annotation = AnnotationTarget & {
  id: string;
  cellId: number | null;
  text: string;
  actor: string;
  createdAt: Date;
};

const COLUMNS = {
  annotationId: true,
  cellId: true,
  value: true,
  fromCycle: true,
  toCycle: true,
  fromTime: true,
  toTime: true,
  text: true,
  actor: true,
  createdAt: true,
  cell: { select: { name: true } },
  metadataField: { select: { name: true } },
} as const;

const range = cycleRange.nullable();

type AnnotationRow = Prisma.AnnotationGetPayload<{ select: typeof COLUMNS }>;

function toAnnotation(row: AnnotationRow): Annotation {
  const { annotationId: id, cellId, text, actor, createdAt, fromTime, toTime, metadataField, value } = row;
  return {
    id,
    cellId,
    cell: row.cell?.name ?? null,
    match: metadataField && value !== null ? { field: metadataField.name, value } : null,
    cycles: range.parse(row.fromCycle === null ? null : { from: row.fromCycle, to: row.toCycle }),
    times: fromTime && toTime ? { from: fromTime.getTime(), to: toTime.getTime() } : null,
    text,
    actor,
    createdAt,
  };
}

/** The annotations of the lab, the oldest first; of a cell those that concern it, its chamber's and the lab's too. */
export async function listAnnotations(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { of: Pick<Cell, "cellId" | "name" | "metadata"> | null },
): Promise<Annotation[]> {
  const { of } = args;
  const rows = await tx.annotation.findMany({
    where: { labId: scope.labId, ...(of === null ? {} : { OR: [{ cellId: of.cellId }, { cellId: null }] }) },
    select: COLUMNS,
    orderBy: [{ createdAt: "asc" }, { annotationId: "asc" }],
  });
  const annotations = rows.map(toAnnotation);
  return of === null ? annotations : annotations.filter((annotation) => concernsCell(annotation, of));
}

/** @throws AppError `not_found` when this lab has no such annotation */
export async function getAnnotation(scope: LabScope, tx: ConfigTransaction, args: { id: string }): Promise<Annotation> {
  const where = { labId: scope.labId, annotationId: args.id };
  const row = await tx.annotation.findFirst({ where, select: COLUMNS });
  if (!row) throw new AppError("not_found", "There is no such annotation in this lab.");
  return toAnnotation(row);
}

export async function countAnnotations(scope: LabScope, tx: ConfigTransaction): Promise<number> {
  return tx.annotation.count({ where: { labId: scope.labId } });
}
