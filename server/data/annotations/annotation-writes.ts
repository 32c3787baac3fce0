import type { TimeRange } from "../../domain/cells/annotations";
import type { CycleRange } from "../../domain/cells/exclusions";
import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "../in-lab-config";

type NewAnnotation = {
  cellId: number | null;
  match: { metadataFieldId: number; value: string } | null;
  cycles: CycleRange | null;
  times: TimeRange | null;
  text: string;
};

export async function insertAnnotation(
  scope: LabScope,
  tx: ConfigTransaction,
  args: NewAnnotation,
): Promise<{ id: string }> {
  const { cellId, match, cycles, times, text } = args;
  const { annotationId } = await tx.annotation.create({
    data: {
      labId: scope.labId,
      actor: scope.actor,
      cellId,
      metadataFieldId: match?.metadataFieldId ?? null,
      value: match?.value ?? null,
      fromCycle: cycles?.from ?? null,
      toCycle: cycles?.to ?? null,
      fromTime: times && new Date(times.from),
      toTime: times && new Date(times.to),
      text,
    },
    select: { annotationId: true },
  });
  return { id: annotationId };
}

export async function deleteAnnotation(scope: LabScope, tx: ConfigTransaction, args: { id: string }): Promise<void> {
  await tx.annotation.deleteMany({ where: { labId: scope.labId, annotationId: args.id } });
}
