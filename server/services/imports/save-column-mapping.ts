import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { findColumnMapping } from "../../data/imports/column-mapping-reads";
import { upsertColumnMapping } from "../../data/imports/column-mapping-writes";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";
import { columnMapping } from "./column-mapping";
import { plainName } from "../../domain/cells/input-names";

export const mappingInput = z.strictObject({ name: plainName, mapping: columnMapping });

/** Saves how columns are meant, under a name of the lab's, to be used again; in the place of one that has the name. */
export async function saveColumnMapping(
  scope: LabScope,
  input: z.input<typeof mappingInput>,
): Promise<{ name: string }> {
  requirePermission(scope, "imports");
  const { name, mapping } = mappingInput.parse(input);
  await changeConfiguration(scope, async (tx, change) => {
    change.isNothing(); // no page shows mappings but the one that chooses among them
    const before = (await findColumnMapping(scope, tx, { name }))?.mapping ?? null;
    await upsertColumnMapping(scope, tx, { name, mapping });
    await insertAudit(scope, tx, { action: "columnMapping.save", subject: name, before, after: mapping });
  });
  return { name };
}
