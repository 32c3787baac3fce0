import { z } from "zod";
import type { MetadataValue } from "../../domain/groups/groupings";
import { AppError } from "../../errors";
import type { Excluded } from "../../domain/cells/exclusions";
import type { TaggedCycles } from "../../domain/tags/cycle-tags";
import type { LabScope } from "../../lab-scope";
import type { Prisma } from "../generated/client";
import { listExcludedCycles } from "../exclusions/exclusion-reads";
import type { ConfigTransaction } from "../in-lab-config";
import { getLabTagRules } from "../labs/lab-reads";
import { listTaggedCycles } from "../tags/cycle-tag-reads";

const POLARITIES = ["full_cell", "half_cell_cathode", "half_cell_anode"] as const;
type Polarity = (typeof POLARITIES)[number];

/** By field name; a field without a value is left out. Without a prototype: a field may be named like one of its members. */
type CellMetadataByName = Record<string, MetadataValue>;

type CellTest = {
  testId: number;
  name: string;
  cycleOffset: number;
  /** Unix µs; null while it runs. */
  endedAtUs: number | null;
};

export type Cell = {
  cellId: number;
  name: string;
  metadata: CellMetadataByName;
  nominalCapacityAh: number | null;
  activeMassG: number | null;
  electrodeAreaCm2: number | null;
  polarity: Polarity;
  cycleStartsWith: "charge" | "discharge";
  formationCycles: number | null;
  referenceCycle: number | null;
  maxGapSeconds: number | null;
  /** What ingest could not use. */
  warnings: { message: string }[];
  tests: CellTest[];
  createdAt: Date;
};

const SETTINGS = {
  cellId: true,
  name: true,
  nominalCapacityAh: true,
  activeMassG: true,
  electrodeAreaCm2: true,
  polarity: true,
  cycleStartsWith: true,
  formationCycles: true,
  referenceCycle: true,
  maxGapSeconds: true,
  warnings: true,
  createdAt: true,
} as const;

const settingsRow = z.object({
  polarity: z.enum(POLARITIES),
  cycleStartsWith: z.enum(["charge", "discharge"]),
  warnings: z.array(z.object({ message: z.string() })),
});

/** A page of the lab's cells by name. @param args.afterName the last name of the page before, or null */
export async function listCells(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { limit: number; afterName: string | null; search: string | null },
): Promise<Cell[]> {
  const name: Prisma.StringFilter = {
    ...(args.afterName === null ? {} : { gt: args.afterName }),
    // LIKE's own signs stand for themselves.
    ...(args.search === null ? {} : { contains: args.search.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" }),
  };
  const rows = await tx.cell.findMany({
    where: { labId: scope.labId, name },
    select: SETTINGS,
    orderBy: { name: "asc" },
    take: args.limit,
  });
  return withTestsAndMetadata(scope, tx, rows);
}

/** Those of the named cells that the lab has; in as many queries for a thousand as for one. */
export async function listCellsByName(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { names: readonly string[] },
): Promise<Cell[]> {
  const where = { labId: scope.labId, name: { in: [...args.names] } };
  return withTestsAndMetadata(scope, tx, await tx.cell.findMany({ where, select: SETTINGS }));
}

/** One cell by name, or null when this lab has none. */
export async function findCell(scope: LabScope, tx: ConfigTransaction, args: { name: string }): Promise<Cell | null> {
  const rows = await tx.cell.findMany({ where: { labId: scope.labId, name: args.name }, select: SETTINGS });
  const [cell] = await withTestsAndMetadata(scope, tx, rows);
  return cell ?? null;
}

/** The id of the cell of that name, or null when this lab has none. */
export async function findCellId(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { name: string },
): Promise<number | null> {
  const cell = await tx.cell.findFirst({ where: { labId: scope.labId, name: args.name }, select: { cellId: true } });
  return cell?.cellId ?? null;
}

/** Those of some names that cells of the lab have. */
export async function listNamesTaken(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { names: readonly string[] },
): Promise<Set<string>> {
  const where = { labId: scope.labId, name: { in: [...args.names] } };
  return new Set((await tx.cell.findMany({ where, select: { name: true } })).map(({ name }) => name));
}

/** What cells are called, by their ids; those that are gone are left out. */
export async function listCellNames(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { cellIds: readonly number[] },
): Promise<Map<number, string>> {
  const where = { labId: scope.labId, cellId: { in: [...args.cellIds] } };
  const cells = await tx.cell.findMany({ where, select: { cellId: true, name: true } });
  return new Map(cells.map(({ cellId, name }) => [cellId, name]));
}

/** @throws AppError `not_found` when this lab has no such cell */
export async function getCell(scope: LabScope, tx: ConfigTransaction, args: { name: string }): Promise<Cell> {
  const cell = await findCell(scope, tx, args);
  if (!cell) throw new AppError("not_found", `There is no cell "${args.name}" in this lab.`);
  return cell;
}

/** The cells of the lab before and after one, by name; null where there is none. */
export async function findNeighbourNames(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { name: string },
): Promise<{ previous: string | null; next: string | null }> {
  const neighbour = async (name: Prisma.StringFilter, order: "asc" | "desc") =>
    tx.cell.findFirst({ where: { labId: scope.labId, name }, select: { name: true }, orderBy: { name: order } });
  const previous = await neighbour({ lt: args.name }, "desc");
  const next = await neighbour({ gt: args.name }, "asc");
  return { previous: previous?.name ?? null, next: next?.name ?? null };
}

type SettingsRow = Prisma.CellGetPayload<{ select: typeof SETTINGS }>;

async function withTestsAndMetadata(scope: LabScope, tx: ConfigTransaction, rows: SettingsRow[]): Promise<Cell[]> {
  if (rows.length === 0) return [];
  const parts = await partsOfCells(
    scope,
    tx,
    rows.map(({ cellId }) => cellId),
  );
  return rows.map((row) => ({ ...row, ...settingsRow.parse(row), ...(parts.get(row.cellId) ?? noParts()) }));
}

type Parts = Pick<Cell, "tests" | "metadata">;

const noParts = (): Parts => ({ tests: [], metadata: Object.create(null) });

const partsRow = z.object({
  cell_id: z.int(),
  tests: z.array(
    z.object({ testId: z.int(), name: z.string(), cycleOffset: z.int(), endedAtUs: z.number().nullable() }),
  ),
  metadata: z.array(z.tuple([z.string(), z.union([z.string(), z.number()])])),
});

/**
 * Tests and metadata of cells. One statement: each more is another wait in every request that names a cell. Raw, because JavaScript's
 * dates would cut `ended_at` to ms. @param cellIds of those only, or null for all of the lab
 */
async function partsOfCells(
  scope: LabScope,
  tx: ConfigTransaction,
  cellIds: number[] | null,
): Promise<Map<number, Parts>> {
  const rows = await tx.$queryRaw`
    SELECT cells.cell_id,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('testId', tests.test_id, 'name', tests.name, 'cycleOffset', tests.cycle_offset,
                                            'endedAtUs', us_of_time(tests.ended_at)) ORDER BY tests.test_id)
        FROM tests WHERE tests.cell_id = cells.cell_id), '[]') AS tests,
      coalesce((
        SELECT jsonb_agg(jsonb_build_array(fields.name, given.value) ORDER BY fields.metadata_field_id)
        FROM cell_metadata given JOIN metadata_fields fields USING (metadata_field_id)
        WHERE given.cell_id = cells.cell_id AND jsonb_typeof(given.value) <> 'null'), '[]') AS metadata
    FROM cells
    WHERE cells.lab_id = ${scope.labId} AND (${cellIds === null} OR cells.cell_id = ANY (${cellIds ?? []}::integer[]))`;
  const parts = new Map<number, Parts>();
  for (const { cell_id: cellId, tests, metadata } of z.array(partsRow).parse(rows)) {
    const named = noParts();
    for (const [name, value] of metadata) named.metadata[name] = value;
    parts.set(cellId, { ...named, tests });
  }
  return parts;
}

/** What the statistics of groups need of a cell. */
export type CellForGroups = {
  cellId: number;
  name: string;
  nominalCapacityAh: number | null;
  activeMassG: number | null;
  electrodeAreaCm2: number | null;
  polarity: Polarity;
  referenceCycle: number | null;
  formationCycles: number | null;
  metadata: CellMetadataByName;
  tests: { testId: number; name: string; cycleOffset: number }[];
  /** What is excluded of it from statistics. */
  excluded: readonly Excluded[];
  /** Tags that people gave its cycles, in the order given. */
  tags: readonly TaggedCycles[];
};

/** Every cell of the lab by name, and by which rules its cycles are tagged; in as many queries for a thousand cells as for one. */
export async function listCellsForGroups(
  scope: LabScope,
  tx: ConfigTransaction,
): Promise<{ cells: CellForGroups[]; formationCycles: number; checkUpMaxRateC: number | null }> {
  const rows = await tx.cell.findMany({
    where: { labId: scope.labId },
    select: {
      cellId: true,
      name: true,
      nominalCapacityAh: true,
      activeMassG: true,
      electrodeAreaCm2: true,
      polarity: true,
      referenceCycle: true,
      formationCycles: true,
    },
    orderBy: { name: "asc" },
  });
  const parts = await partsOfCells(scope, tx, null);
  const excluded = await listExcludedCycles(scope, tx);
  const tags = await listTaggedCycles(scope, tx);
  const cells = rows.map((row) => {
    const { tests, metadata } = parts.get(row.cellId) ?? noParts();
    return {
      ...row,
      polarity: settingsRow.shape.polarity.parse(row.polarity),
      tests: tests.map(({ testId, name, cycleOffset }) => ({ testId, name, cycleOffset })),
      metadata,
      excluded: excluded.get(row.cellId) ?? [],
      tags: tags.get(row.cellId) ?? [],
    };
  });
  return { cells, ...(await getLabTagRules(scope, tx)) };
}

export async function countCellsAndTests(
  scope: LabScope,
  tx: ConfigTransaction,
): Promise<{ cells: number; tests: number }> {
  const where = { labId: scope.labId };
  return { cells: await tx.cell.count({ where }), tests: await tx.test.count({ where }) };
}
