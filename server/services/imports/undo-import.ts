import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import type { LabTransaction } from "../../data/in-lab";
import { getImport, listImportTests } from "../../data/imports/import-reads";
import { beginUndoing, lockImport } from "../../data/imports/import-undo-writes";
import { AppError } from "../../errors";
import { requestImport } from "../../jobs/contracts/import-job";
import type { LabScope } from "../../lab-scope";
import { changeSeries } from "../change-lab";
import { logger } from "../../logger";
import { toIsoTime } from "../../domain/samples/input-times";
import { insertAudit } from "../../data/audit/audit-writes";

export const importUndo = z.strictObject({ importId: z.uuid() });

/**
 * Rolls an import back: what of it waits is never stored, and a job removes what was. Samples that it only confirmed stay; those
 * that it replaced are gone, for nobody knows any more what they were. Said twice it changes nothing more.
 * @returns how many samples it had replaced
 */
export async function undoImport(
  scope: LabScope,
  input: z.input<typeof importUndo>,
): Promise<{ importId: string; status: "undoing" | "undone"; replaced: number }> {
  requirePermission(scope, "imports");
  const { importId } = importUndo.parse(input);
  const { isNew, ...answer } = await changeSeries(scope, async (tx, change) => {
    change.isOfCells([]);
    const status = await lockImport(scope, tx, { importId });
    const { fileName, cell, seq, samples, inserted, replaced, unchanged } = await getImport(scope, tx, { importId });
    if (status === "undoing" || status === "undone") {
      change.isNothing();
      return { status, replaced, isNew: false };
    }
    if (status === "receiving" || seq === null) {
      throw new AppError("conflict", "Nothing of this import is stored, so there is nothing to undo.");
    }
    await refuseExpired(scope, tx, importId);
    await beginUndoing(scope, tx, { importId });
    const before = { importId, fileName, cell, samples, inserted, replaced, unchanged };
    await insertAudit(scope, tx, {
      action: "import.undo",
      subject: fileName ?? cell ?? importId,
      before,
      after: null,
    });
    return { status: "undoing" as const, replaced, isNew: true };
  });
  if (isNew) {
    await requestImport(scope, { importId }).catch((error) =>
      logger.warn({ error, labId: scope.labId, importId }, "undoing not requested; the workers' upkeep does it"),
    );
  }
  return { importId, ...answer };
}

/** A run is cut by counting its samples again, which takes all of them. */
async function refuseExpired(scope: LabScope, tx: LabTransaction, importId: string): Promise<void> {
  const tests = await listImportTests(scope, tx, { importIds: [importId] });
  const expired = tests.find(({ keptFromUs, fromUs }) => keptFromUs !== null && fromUs < keptFromUs);
  if (!expired) return;
  throw new AppError(
    "conflict",
    `Raw samples of "${expired.cell}" are kept from ${toIsoTime(expired.keptFromUs ?? 0)} on, so what this import brought before cannot be told ` +
      "from the rest any more. Delete the test or the cell instead.",
  );
}
