import { z } from "zod";
import { actingUserId } from "../../auth/in-team";
import { requirePermission } from "../../auth/roles";
import { getMetadataField } from "../../data/cells/metadata-field-reads";
import { getGrouping } from "../../data/groupings/grouping-reads";
import type { ConfigTransaction } from "../../data/in-lab-config";
import { insertAudit } from "../../data/audit/audit-writes";
import { inAccounts } from "../../data/accounts/auth-client";
import { getLabSettings, type LabSettings } from "../../data/labs/lab-reads";
import { updateLabSettings } from "../../data/labs/lab-writes";
import { findAccount } from "../../data/accounts/user-reads";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";
import { id } from "../../domain/cells/input-text";
import { ALL_CELLS } from "../../domain/groups/all-cells";
import { pinnedCharts } from "../../domain/labs/input-pinned-charts";
import { plainName } from "../../domain/cells/input-names";
import { timeZoneName } from "../../domain/samples/input-time-zone";

const MAX_FORMATION_CYCLES = 1000;
const MAX_RATE_C = 1000;
const RETENTION_DAYS = { least: 30, most: 36_500 };

/** What is left out stays. */
export const labChanges = z.strictObject({
  name: plainName.optional(),
  timeZone: timeZoneName.optional(),
  formationCycles: z.int().min(0).max(MAX_FORMATION_CYCLES).optional(),
  endOfLifeRetention: z.number().gt(0).lt(1).optional(),
  checkUpMaxRateC: z.number().gt(0).max(MAX_RATE_C).nullable().optional(),
  rawRetentionDays: z.int().min(RETENTION_DAYS.least).max(RETENTION_DAYS.most).nullable().optional(),
  requiresTwoFactor: z.boolean().optional(),
  channelFieldId: id.nullable().optional(),
  pinnedCharts: pinnedCharts.optional(),
});

/** What open pages show, or compute with. */
const SHOWN = new Set(["formationCycles", "endOfLifeRetention", "checkUpMaxRateC", "channelFieldId", "pinnedCharts"]);

/** Changes what holds for the whole lab. How owners prove who they are is the owners' own to decide. */
export async function updateLab(scope: LabScope, input: z.input<typeof labChanges>): Promise<LabSettings> {
  requirePermission(scope, "editLab");
  const changes = labChanges.parse(input);
  return changeConfiguration(scope, async (tx, change) => {
    const known = await getLabSettings(scope, tx);
    const { before, after } = differences(known, changes);
    await requireOwnThings(scope, tx, changes);
    if ("requiresTwoFactor" in after) await requireOwnSecondFactor(scope, changes.requiresTwoFactor === true);
    if (Object.keys(after).length > 0) {
      await updateLabSettings(scope, tx, changes);
      await insertAudit(scope, tx, { action: "lab.update", subject: known.name, before, after });
    }
    if (!Object.keys(after).some((name) => SHOWN.has(name))) change.isNothing();
    return { ...known, ...after };
  });
}

/** @throws AppError `not_found` where a field or a grouping is not of this lab */
async function requireOwnThings(scope: LabScope, tx: ConfigTransaction, changes: z.output<typeof labChanges>) {
  const { channelFieldId: metadataFieldId, pinnedCharts: charts = [] } = changes;
  if (typeof metadataFieldId === "number") await getMetadataField(scope, tx, { metadataFieldId });
  for (const { groupingId } of charts) if (groupingId !== ALL_CELLS.id) await getGrouping(scope, tx, groupingId);
}

function differences(known: LabSettings, changes: z.output<typeof labChanges>) {
  const changed = Object.entries(changes).filter(
    ([name, value]) => value !== undefined && !isSame(value, Object.entries(known).find(([key]) => key === name)?.[1]),
  );
  const names = new Set(changed.map(([name]) => name));
  return {
    before: Object.fromEntries(Object.entries(known).filter(([name]) => names.has(name))),
    after: Object.fromEntries(changed),
  };
}

const isSame = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);

/** Whoever asks owners for a second factor has one: else they would lock themselves out. */
async function requireOwnSecondFactor(scope: LabScope, isRequired: boolean): Promise<void> {
  requirePermission(scope, "manageOwners");
  const userId = actingUserId(scope);
  if (!isRequired || userId === null) return;
  const account = await inAccounts((tx) => findAccount(tx, { userId }));
  if (account?.hasSecondFactor) return;
  throw new AppError("conflict", "Set up a second factor for your own account first, then ask it of all owners.");
}
