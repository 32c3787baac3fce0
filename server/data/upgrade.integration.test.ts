import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { listCycleViews } from "../api/rest/cells/cell-cycles";
import { listStepViews } from "../api/rest/cells/cell-steps";
import { labScopeFromJob } from "../auth/lab-scope";
import { FORMULA_VERSION } from "../domain/cycles/stored-quantities";
import { env } from "../env";
import { groupCycles } from "../statistics/group-statistics";
import { recomputeOldFormulas } from "../services/recompute/recompute-old-formulas";
import { storeBatch } from "../services/batches/store-batch";
import { verifyCell } from "../services/recompute/verify-cell";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { batchOf } from "../testing/factories";
import { inLab } from "./in-lab";
import { migrate } from "./migrate";
import { countTestsByFormulas, listCellsOfOldFormulas } from "./series/test-state-reads";

cloneTestDatabase({ isEmpty: true });

/** How many migrations each release had. */
const RELEASE = { file: "0.1.0.json.gz", upTo: { "prisma/migrations": 5, "prisma/timescale": 8 } };

const release = z
  .object({
    labId: z.int(),
    /** Every row of every table, in an order that foreign keys allow. */
    rows: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
    /** What that release answered to GET /cells/{name}/cycles and /steps. */
    answers: z.record(z.string(), z.object({ cycles: z.looseObject({}), steps: z.looseObject({}) })),
  })
  .parse(JSON.parse(gunzipSync(readFileSync(`fixtures/releases/${RELEASE.file}`)).toString()));
const scope = labScopeFromJob(release.labId);
const CELLS = Object.keys(release.answers);

const urls = () => ({ ownerUrl: env().MIGRATE_DATABASE_URL, appUrl: env().DATABASE_URL });

/** A database as the release left it, migrated to now. */
beforeAll(async () => {
  await migrate(urls(), RELEASE.upTo);
  const owner = new pg.Client({ connectionString: urls().ownerUrl });
  await owner.connect();
  for (const [table, rows] of Object.entries(release.rows)) {
    const name = pg.escapeIdentifier(table);
    await owner.query(
      `INSERT INTO ${name} OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(NULL::${name}, $1)`,
      [JSON.stringify(rows)],
    );
  }
  await owner.end();
  expect(await migrate(urls())).not.toEqual([]);
});

/** What is asked of both releases: the later one may add, and leaves no warning that the earlier one could not have known. */
async function answersOf(name: string) {
  const cycles = await listCycleViews(scope, { params: { name } });
  const steps = await listStepViews(scope, { params: { name }, query: {} });
  return { cycles, steps };
}

describe("a database of the release before", () => {
  it.each(CELLS)("gives the same numbers of %s at once", async (name) => {
    expect(await answersOf(name)).toMatchObject(release.answers[name] ?? {});
  });

  it("draws the same groups", async () => {
    const [grouping] = release.rows.groupings ?? [];
    const groupingId = z.int().parse(grouping?.grouping_id);
    const args = { groupingId, metric: "dischargeCapacityAh", from: null, to: null } as const;
    expect(await groupCycles(scope, args)).toMatchObject({ groups: [{ name: "X", cells: 1 }], unassigned: 1 });
  });

  it("goes on with a test that it has not recomputed yet", async () => {
    // The fourth pair of an hour at 1 A each way, behind the three that are there: 1 Ah.
    const startUs = 1.7e15 + 3 * 7202e6;
    const pair = [
      { currentA: 1, afterS: 0 },
      { currentA: 1, afterS: 3600 },
      { currentA: -1, afterS: 3601 },
      { currentA: -1, afterS: 7201 },
    ].map(({ currentA, afterS }) => ({ timeUs: startUs + afterS * 1e6, voltageV: 3.7, currentA }));
    await storeBatch(scope, batchOf("detected", pair));
    const { cycles } = await listCycleViews(scope, { params: { name: "detected" } });
    expect(cycles.map(({ cycle, chargeCapacityAh }) => [cycle, chargeCapacityAh])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 1],
    ]);
  });

  it("is recomputed by the formulas of now, piece by piece, and nothing moves but what they added", async () => {
    const left = () => inLab(scope, (tx) => countTestsByFormulas(scope, tx));
    expect(await left()).toEqual({ tests: 3, old: 3, changed: 0 });
    expect((await listCellsOfOldFormulas({ limit: 10 })).map(({ labId }) => labId)).toEqual([
      release.labId,
      release.labId,
    ]);
    const bounds = { maxSamples: 500, maxTransactions: 2 };
    expect(await recomputeOldFormulas(scope, { cell: "numbered" }, bounds), "4,100 samples in pieces of 500").toBe(
      false,
    );
    expect(await answersOf("numbered"), "half-way").toMatchObject(release.answers.numbered ?? {});
    for (const cell of CELLS) expect(await recomputeOldFormulas(scope, { cell })).toBe(true);
    expect(await left()).toEqual({ tests: 3, old: 0, changed: 0 });
    expect(await listCellsOfOldFormulas({ limit: 10 })).toEqual([]);
    expect(await answersOf("numbered")).toMatchObject(release.answers.numbered ?? {});
    for (const cell of CELLS) expect(await verifyCell(scope, { cell })).toMatchObject({ differences: [] });
    const { cycles } = await listCycleViews(scope, { params: { name: "detected" } });
    // A second before the discharge, and from the second cycle on one before the charge.
    expect(cycles.map(({ uncoveredS }) => uncoveredS)).toEqual([1, 2, 2, 2]);
    const { rows } = await inLab(scope, ({ client }) => client.query("SELECT DISTINCT formula_version FROM cycles"));
    expect(rows).toEqual([{ formula_version: FORMULA_VERSION }]);
  });
});
