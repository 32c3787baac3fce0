import { type ImportPayload, requestImport } from "@/server/jobs/contracts/import-job";
import type { AppError } from "@/server/errors";
import type { LabScope } from "@/server/lab-scope";
import { setImportAside, storeImport } from "@/server/services/imports/store-import";
import { rollBackImport } from "@/server/services/imports/roll-back-import";

/** What one turn does: half a million samples, a few seconds. */
const [PARTS_A_TURN, PIECES_A_TURN] = [25, 25];

/** A turn of an import. One that leaves something to do asks for the next, behind the imports of others. */
export async function processImport(scope: LabScope, { importId, turn }: ImportPayload): Promise<void> {
  const isStored = await storeImport(scope, { importId, parts: PARTS_A_TURN });
  const isDone = isStored && (await rollBackImport(scope, { importId, pieces: PIECES_A_TURN }));
  if (!isDone) await requestImport(scope, { importId, turn: turn + 1 });
}

/** No attempt will succeed: the import says so, and its spool is emptied. */
export async function giveUpImport(scope: LabScope, { importId }: ImportPayload, error: AppError): Promise<void> {
  await setImportAside(scope, { importId, error: error.message });
}
