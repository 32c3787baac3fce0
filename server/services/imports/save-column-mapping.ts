import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { countColumnMappings, findColumnMapping } from "../../data/imports/column-mapping-reads";
import type { ConfigTransaction } from "../../data/in-lab-config";
import { upsertColumnMapping } from "../../data/imports/column-mapping-writes";
import { env } from "../../env";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";
import { columnMapping } from "./column-mapping";
import { plainName } from "../../domain/cells/input-names";

export const mappingInput = z.strictObject({ name: plainName, mapping: columnMapping });

/** The list of them is read as a whole. */
const MAX_MAPPING_CHARACTERS = 16 * 1024;

async function requireRoom(scope: LabScope, tx: ConfigTransaction, name: string): Promise<void> {
  const { LAB_MAX_MAPPINGS } = env();
  const { others } = await countColumnMappings(scope, tx, { besides: name });
  if (others < LAB_MAX_MAPPINGS) return;
  throw new AppError(
    "conflict",
    `This lab has ${LAB_MAX_MAPPINGS} saved mappings, as many as it may. Remove one first.`,
  );
}

/** Saves how columns are meant, under a name of the lab's, to be used again; in the place of one that has the name. */
export async function saveColumnMapping(
  scope: LabScope,
  input: z.input<typeof mappingInput>,
): Promise<{ name: string }> {
  requirePermission(scope, "imports");
  const { name, mapping } = mappingInput.parse(input);
  if (JSON.stringify(mapping).length > MAX_MAPPING_CHARACTERS) {
    throw new AppError("too_large", `A mapping is limited to ${MAX_MAPPING_CHARACTERS} characters as JSON.`);
  }
  await changeConfiguration(scope, async (tx, change) => {
    change.isNothing(); // no page shows mappings but the one that chooses among them
    await requireRoom(scope, tx, name);
    const before = (await findColumnMapping(scope, tx, { name }))?.mapping ?? null;
    await upsertColumnMapping(scope, tx, { name, mapping });
    await insertAudit(scope, tx, { action: "columnMapping.save", subject: name, before, after: mapping });
  });
  return { name };
}
