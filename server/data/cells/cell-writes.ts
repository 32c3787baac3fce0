import { z } from "zod";
import type { MetadataValue } from "../../domain/groups/groupings";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import type { Cell } from "./cell-reads";
import { Prisma } from "../generated/client";
import type { ConfigTransaction } from "../in-lab-config";

/** Registers cells that are not there yet. Several may do so at once. @returns how many were new */
export async function insertMissingCells(
  scope: LabScope,
  tx: ConfigTransaction,
  names: readonly string[],
): Promise<number> {
  const inOrder = [...names].sort(); // two of us wait for each other, never in a circle
  const { count } = await tx.cell.createMany({
    data: inOrder.map((name) => ({ labId: scope.labId, name })),
    skipDuplicates: true,
  });
  return count;
}

/** Registers tests that are not there yet. Several may do so at once. @returns how many were new */
export async function insertMissingTests(
  scope: LabScope,
  tx: ConfigTransaction,
  tests: readonly { cellId: number; name: string }[],
): Promise<number> {
  if (tests.length === 0) return 0;
  const inOrder = [...tests].sort((left, right) => left.cellId - right.cellId || (left.name < right.name ? -1 : 1));
  const { count } = await tx.test.createMany({
    data: inOrder.map((test) => ({ ...test, labId: scope.labId })),
    skipDuplicates: true,
  });
  return count;
}

/** Keeps others from changing a cell's settings until the commit. @throws AppError `not_found` */
export async function lockCell(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { name: string },
): Promise<{ cellId: number }> {
  const rows = await tx.$queryRaw`
    SELECT cell_id AS "cellId" FROM cells WHERE lab_id = ${scope.labId} AND name = ${args.name} FOR NO KEY UPDATE`;
  const [cell] = z.array(z.object({ cellId: z.int() })).parse(rows);
  if (!cell) throw new AppError("not_found", `There is no cell "${args.name}" in this lab.`);
  return cell;
}

/** Locks those of the named cells that the lab has, in id order, so that two who change many wait for each other in a line. */
export async function lockCells(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { names: readonly string[] },
): Promise<void> {
  await tx.$queryRaw`
    SELECT cell_id FROM cells WHERE lab_id = ${scope.labId} AND name = ANY (${[...args.names]}::text[])
    ORDER BY cell_id FOR NO KEY UPDATE`;
}

type ColumnSetting =
  | "nominalCapacityAh"
  | "activeMassG"
  | "electrodeAreaCm2"
  | "polarity"
  | "cycleStartsWith"
  | "formationCycles"
  | "referenceCycle"
  | "maxGapSeconds";
/** What a person may change, each in a column of its own; what is undefined stays. */
export type CellSettings = { [Name in ColumnSetting]?: Cell[Name] | undefined };

/** Writes those settings that are given. @param args.raisesVersion whether they change numbers, so that the cell must be recomputed */
export async function updateCellSettings(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { cellId: number; settings: CellSettings; raisesVersion: boolean },
): Promise<void> {
  const { cellId, settings, raisesVersion } = args;
  await tx.cell.updateMany({
    where: { labId: scope.labId, cellId },
    data: {
      ...withoutUndefined(settings),
      ...(settings.nominalCapacityAh === undefined ? {} : { nominalCapacityWasSet: true }),
      ...(raisesVersion ? { settingsVersion: { increment: 1 } } : {}),
    },
  });
}

/** All settings of a cell as they shall be. */
export type CellSettingsRow = Pick<Cell, "cellId" | ColumnSetting> & {
  setsNominalCapacity: boolean;
  /** Whether they change numbers, so that the cell must be recomputed. */
  raisesVersion: boolean;
};

/** Writes the settings of many cells, which the caller has locked, in one statement. */
export async function updateSettingsOfCells(
  scope: LabScope,
  tx: ConfigTransaction,
  rows: readonly CellSettingsRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    UPDATE cells c
    SET nominal_capacity_ah = n."nominalCapacityAh", active_mass_g = n."activeMassG",
        electrode_area_cm2 = n."electrodeAreaCm2", polarity = n.polarity, cycle_starts_with = n."cycleStartsWith",
        formation_cycles = n."formationCycles", reference_cycle = n."referenceCycle",
        max_gap_seconds = n."maxGapSeconds",
        nominal_capacity_was_set = c.nominal_capacity_was_set OR n."setsNominalCapacity",
        settings_version = c.settings_version + n."raisesVersion"::integer
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n (
      "cellId" integer, "nominalCapacityAh" double precision, "activeMassG" double precision,
      "electrodeAreaCm2" double precision, polarity text, "cycleStartsWith" text, "formationCycles" integer,
      "referenceCycle" integer, "maxGapSeconds" double precision, "setsNominalCapacity" boolean,
      "raisesVersion" boolean)
    WHERE c.lab_id = ${scope.labId} AND c.cell_id = n."cellId"`;
}

/** Sets or clears values of many cells in one statement; a cleared one stays known as such. */
export async function upsertMetadataOfCells(
  scope: LabScope,
  tx: ConfigTransaction,
  values: readonly { cellId: number; metadataFieldId: number; value: MetadataValue | null }[],
): Promise<void> {
  if (values.length === 0) return;
  const inOrder = [...values].sort((a, b) => a.cellId - b.cellId || a.metadataFieldId - b.metadataFieldId);
  await tx.$executeRaw`
    INSERT INTO cell_metadata (lab_id, cell_id, metadata_field_id, value)
    SELECT ${scope.labId}, n."cellId", n."metadataFieldId", n.value
    FROM jsonb_to_recordset(${JSON.stringify(inOrder)}::jsonb) AS n (
      "cellId" integer, "metadataFieldId" integer, value jsonb)
    ON CONFLICT (cell_id, metadata_field_id) DO UPDATE SET value = excluded.value`;
}

const withoutUndefined = (settings: CellSettings) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));

/** @throws unique violation when another cell has that name */
export async function updateCellName(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { cellId: number; name: string },
): Promise<void> {
  const { cellId, name } = args;
  await tx.cell.updateMany({ where: { labId: scope.labId, cellId }, data: { name } });
}

/** Writes those settings of a test that are given. */
export async function updateTest(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { cellId: number; name: string; cycleOffset?: number; endedAtUs?: number | null },
): Promise<void> {
  const { cellId, name, cycleOffset, endedAtUs } = args;
  if (cycleOffset !== undefined) {
    await tx.test.updateMany({ where: { labId: scope.labId, cellId, name }, data: { cycleOffset } });
  }
  if (endedAtUs === undefined) return;
  // Raw, because JavaScript's dates would cut it to ms: an end a little before the last sample would end nothing.
  await tx.$executeRaw`
    UPDATE tests SET ended_at = time_of_us(${endedAtUs}::double precision)
    WHERE lab_id = ${scope.labId} AND cell_id = ${cellId} AND name = ${name}`;
}

/** Sets values, or clears them with null; a cleared one stays known as such. */
export async function upsertCellMetadata(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { cellId: number; values: readonly { metadataFieldId: number; value: MetadataValue | null }[] },
): Promise<void> {
  for (const { metadataFieldId, value } of args.values) {
    const stored = value ?? Prisma.DbNull;
    await tx.cellMetadata.upsert({
      where: { cellId_metadataFieldId: { cellId: args.cellId, metadataFieldId } },
      create: { labId: scope.labId, cellId: args.cellId, metadataFieldId, value: stored },
      update: { value: stored },
    });
  }
}

/** Sets values that were never set or cleared. @returns how many were new */
export async function insertMissingCellMetadata(
  scope: LabScope,
  tx: ConfigTransaction,
  values: readonly { cellId: number; metadataFieldId: number; value: MetadataValue }[],
): Promise<number> {
  if (values.length === 0) return 0;
  const inOrder = [...values].sort((a, b) => a.cellId - b.cellId || a.metadataFieldId - b.metadataFieldId);
  const { count } = await tx.cellMetadata.createMany({
    data: inOrder.map((value) => ({ ...value, labId: scope.labId })),
    skipDuplicates: true,
  });
  return count;
}

/** Sets a nominal capacity that was never set or cleared; cycles counted without it are then due. @returns whether it did */
export async function fillNominalCapacity(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { cellId: number; nominalCapacityAh: number },
): Promise<boolean> {
  const { cellId, nominalCapacityAh } = args;
  const { count } = await tx.cell.updateMany({
    where: { labId: scope.labId, cellId, nominalCapacityWasSet: false },
    data: { nominalCapacityAh, nominalCapacityWasSet: true, settingsVersion: { increment: 1 } },
  });
  return count > 0;
}

/** What a file may say of a cell that has no value yet. It changes no cycle, only what is computed from them. */
export type EmptySettings = Pick<CellSettings, "activeMassG" | "electrodeAreaCm2">;

/** Sets those settings that are given and empty. @returns whether there was one */
export async function fillEmptySettings(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { cellId: number; settings: EmptySettings },
): Promise<boolean> {
  let filled = 0;
  for (const [name, value] of Object.entries(withoutUndefined(args.settings))) {
    const where = { labId: scope.labId, cellId: args.cellId, [name]: null };
    filled += (await tx.cell.updateMany({ where, data: { [name]: value } })).count;
  }
  return filled > 0;
}

export const MAX_WARNINGS = 50;
const warnings = z.array(z.object({ message: z.string() }));

/** Leaves warnings on a cell, each message once, the first fifty. @returns whether one was new */
export async function addCellWarnings(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { name: string; messages: readonly string[] },
): Promise<boolean> {
  const { cellId } = await lockCell(scope, tx, args);
  const cell = await tx.cell.findFirstOrThrow({ where: { labId: scope.labId, cellId }, select: { warnings: true } });
  const known = warnings.parse(cell.warnings);
  const messages = [...new Set([...known.map(({ message }) => message), ...args.messages])].slice(0, MAX_WARNINGS);
  if (messages.length === known.length) return false;
  const updated = messages.map((message) => ({ message }));
  await tx.cell.updateMany({ where: { labId: scope.labId, cellId }, data: { warnings: updated } });
  return true;
}

/** Takes warnings off a cell, if it is there. */
export async function deleteCellWarnings(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { name: string; messages: readonly string[] },
): Promise<void> {
  await lockCells(scope, tx, { names: [args.name] });
  const where = { labId: scope.labId, name: args.name };
  const cell = await tx.cell.findFirst({ where, select: { warnings: true } });
  const left = warnings.parse(cell?.warnings ?? []).filter(({ message }) => !args.messages.includes(message));
  await tx.cell.updateMany({ where, data: { warnings: left } });
}
