import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listSampleViews } from "../api/rest/cells/cell-samples";
import { labScopeForAdmin } from "../auth/lab-scope";
import { deleteOrphanedSamples } from "../data/deletion/removal-writes";
import { inLab } from "../data/in-lab";
import { inAccounts } from "../data/accounts/auth-client";
import { markLabDeleted } from "../data/labs/lab-writes";
import { listUsageByDay } from "../data/series/usage-reads";
import { env } from "../env";
import type { LabScope } from "../lab-scope";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { compressChunks } from "../testing/levels/compress-chunks";
import { batchOf, createLab, type SentSample } from "../testing/factories";
import { bdfFile, fileOf, STARTED_AT, storeWhole } from "../testing/senders/import-sender";
import { countWrongBuckets, recountDays } from "../testing/levels/recounted-levels";
import { refreshDays } from "../testing/levels/refresh-days";
import { storedOf } from "../testing/stored-cell";
import { storeBatch } from "./batches/store-batch";
import { expireSamples } from "./cells/expire-samples";
import { mergeCells } from "./cells/merge-cells";
import { removeCell } from "./cells/remove-cell";
import { removeTimeRange } from "./cells/remove-time-range";
import { importQuery } from "./imports/read-import-options";
import { receiveImport } from "./imports/receive-import";
import { rollBackImport } from "./imports/roll-back-import";
import { undoImport } from "./imports/undo-import";
import { eraseLab } from "./labs/erase-lab";
import { updateLab } from "./labs/update-lab";
import { rebuildCell } from "./recompute/rebuild-cell";
import { verifyCell } from "./recompute/verify-cell";

cloneTestDatabase();

// What happens to samples in their life, step by step, on whatever edition of TimescaleDB the server is: after each step the levels and the days
// are those of a recount, and a recomputation finds every cycle as it is. On Community it goes once more with all chunks compressed before
// each step.

const DAY_US = 86_400e6;
const START_US = Math.floor(Date.now() / 86_400_000 - 57) * DAY_US;
const STEP_US = 20e6;

let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  await owner.query("SELECT alter_job(job_id, scheduled => false) FROM edition_jobs()"); // nothing happens but what a step does
});
afterAll(() => owner.end());

/** A cycle of two hours, a sample every 20 s. */
const sampleAt = (index: number, given: Partial<SentSample> = {}): SentSample => ({
  timeUs: START_US + index * STEP_US,
  voltageV: 3.5 + Math.sin(index / 100) / 2,
  currentA: index % 360 < 180 ? 1 : -1,
  cycle: 1 + Math.floor(index / 360),
  ...given,
});
const history = (count: number, from = 0) => Array.from({ length: count }, (_, index) => sampleAt(from + index));

async function store(scope: LabScope, cell: string, samples: readonly SentSample[]) {
  for (let from = 0; from < samples.length; from += 50_000) {
    await storeBatch(scope, batchOf(cell, samples.slice(from, from + 50_000)));
  }
}

const isCommunity = async () => {
  const { rows } = await owner.query("SELECT edition FROM edition_health()");
  return rows[0]?.edition === "community";
};

async function expectRight(scope: LabScope, cells: readonly string[]) {
  expect(await countWrongBuckets(owner), "wrong buckets").toEqual({ minutes: 0, hours: 0 });
  const usage = await inLab(scope, (tx) =>
    listUsageByDay(scope, tx, { fromUs: 1000 * Date.parse(STARTED_AT), toUs: START_US + 60 * DAY_US }),
  );
  expect(usage).toEqual(await recountDays(owner, scope.labId));
  for (const cell of cells) expect(await verifyCell(scope, { cell })).toMatchObject({ differences: [] });
}

async function peaksOf(scope: LabScope, cell: string) {
  const peaks = [];
  for (const points of [2, 400, 2000]) {
    const { points: drawn } = await listSampleViews(scope, { params: { name: cell }, query: { points } });
    peaks.push(Math.max(...drawn.voltage.map(Number)));
  }
  return peaks;
}

describe.each([
  ["as they come", 45_000],
  // More corrections of one in a thousand than TimescaleDB's limit lets a transaction open by itself.
  ["compressed before each step", 120_000],
])("samples, %s", (how, count) => {
  let scope: LabScope;
  let importId: string;
  let keptMinutes: number;

  /** Each step begins with days that were refreshed, so that nothing is right only because nothing was computed yet. */
  async function step(work: () => Promise<unknown>, cells: readonly string[]) {
    if (how !== "as they come") await compressChunks(owner);
    if (await isCommunity()) await refreshDays(owner);
    await work();
    await expectRight(scope, cells);
    if (!(await isCommunity())) return;
    await refreshDays(owner);
    await expectRight(scope, []);
  }

  beforeAll(async () => {
    scope = labScopeForAdmin((await createLab()).labId);
  });
  beforeEach(async ({ skip }) => {
    if (how !== "as they come" && !(await isCommunity())) skip("Apache has no compression");
  });

  it("are stored, weeks of two cells", async () => {
    await step(async () => {
      await store(scope, "A", history(count));
      await store(scope, "B", history(10_000, count - 5000));
    }, ["A", "B"]);
  });

  it("go on live with a peak, after another cell brought days up to now", async () => {
    const nowIndex = Math.floor((Date.now() * 1000 - START_US) / STEP_US);
    await step(async () => {
      await store(scope, "days", history(3 * 4320, nowIndex - 3 * 4320));
      await store(scope, "B", [sampleAt(nowIndex, { voltageV: 9.5 }), sampleAt(nowIndex + 1)]);
      expect(await peaksOf(scope, "B")).toEqual([9.5, 9.5, 9.5]);
    }, ["days", "B"]);
    expect(await peaksOf(scope, "B"), "after the database's own jobs").toEqual([9.5, 9.5, 9.5]);
  });

  it("come a second time, all of them", async () => {
    const before = await storedOf(scope, "A");
    await step(() => store(scope, "A", history(count)), ["A"]);
    expect(await storedOf(scope, "A")).toEqual(before);
  });

  it("come 40 days late, between others", async () => {
    await step(
      () =>
        store(
          scope,
          "A",
          history(1000, 20_000).map(({ timeUs, ...rest }) => ({ ...rest, timeUs: timeUs + 1e6, voltageV: 8 })),
        ),
      ["A"],
    );
    expect(await peaksOf(scope, "A")).toEqual([8, 8, 8]);
  });

  it("are corrected, one in a thousand, and one after the other", async () => {
    const corrected = Array.from({ length: count / 1000 - 2 }, (_, index) =>
      sampleAt(index * 1000 + 1, { voltageV: 8.5 }),
    );
    await step(
      () => store(scope, "A", [...corrected, ...history(500, 30_000).map((one) => ({ ...one, currentA: 2 }))]),
      ["A"],
    );
    expect(await peaksOf(scope, "A")).toEqual([8.5, 8.5, 8.5]);
  });

  it("are computed anew, and written anew where much of a chunk changed", async () => {
    const before = await storedOf(scope, "A");
    await step(async () => {
      await rebuildCell(scope, { cell: "A" });
      if (await isCommunity()) await owner.query(`CALL rewrite_changed_chunks(NULL, '{"least_bytes": 0}')`);
    }, ["A", "B"]);
    expect(await storedOf(scope, "A")).toEqual(before);
  });

  it("are deleted in a stretch of time, also one whose end lies ahead", async () => {
    await step(async () => {
      const [from, to] = [START_US + 19_500 * STEP_US, START_US + 22_500 * STEP_US];
      await removeTimeRange(scope, { cell: "A", from: from / 1000, to: to / 1000 });
      await removeTimeRange(scope, { cell: "days", from: Date.now() - 86_400e3, to: Date.now() + 86_400e3 });
    }, ["A", "days"]);
  });

  it("follow a cell into another", async () => {
    await step(() => mergeCells(scope, { cell: "days", into: "B", testNames: { "": "days" } }), ["B"]);
  });

  it("come as a file, again", async () => {
    await step(async () => {
      const given = importQuery.parse({ startedAt: STARTED_AT, cell: "F" });
      ({ importId } = await receiveImport(scope, given, {
        file: fileOf(bdfFile({ rows: 12_000 })),
        idempotencyKey: null,
      }));
      await storeWhole(scope, importId);
      await store(scope, "F", [{ timeUs: Date.parse(STARTED_AT) * 1000 + 20e9, voltageV: 3, currentA: 1 }]);
    }, ["F"]);
  });

  it("are rolled back with their file", async () => {
    await step(async () => {
      await undoImport(scope, { importId });
      while (!(await rollBackImport(scope, { importId, pieces: 1 })));
    }, ["F"]);
  });

  it("go with their cell, and leave no bucket", async () => {
    const { rows } = await owner.query(
      "SELECT array_agg(test_id) AS ids FROM tests JOIN cells USING (cell_id) WHERE cells.name = 'B'",
    );
    await step(async () => {
      await removeCell(scope, { cell: "B" });
      await deleteOrphanedSamples({ testIds: rows[0]?.ids });
    }, ["A"]);
    const left =
      "SELECT test_id FROM samples_1m UNION ALL SELECT test_id FROM samples_1h UNION ALL SELECT test_id FROM samples_by_day";
    const found = await owner.query(`SELECT FROM (${left}) z WHERE test_id = ANY ($1)`, [rows[0]?.ids]);
    expect(found.rowCount).toBe(0);
  });

  it("expire, and leave their curves", async () => {
    const minutes = async () => (await owner.query("SELECT count(*)::integer AS n FROM samples_1m")).rows[0]?.n;
    keptMinutes = await minutes();
    await step(async () => {
      await updateLab(scope, { rawRetentionDays: 52 });
      expect(await expireSamples(scope, { nowMs: Date.now() })).toBeGreaterThan(10_000);
    }, ["A"]);
    expect(await minutes()).toBe(keptMinutes);
    expect(await peaksOf(scope, "A")).toEqual([8.5, 8.5, 8.5]);
  });

  it("go with their lab", async () => {
    await step(async () => {
      await inAccounts((tx) => markLabDeleted(scope, tx));
      await eraseLab(scope);
    }, []);
    for (const table of ["samples", "samples_1m", "samples_1h", "samples_by_day", "dirty_days"]) {
      const { rows } = await owner.query(`SELECT count(*)::integer AS n FROM ${table}`);
      expect([table, rows[0]?.n]).toEqual([table, 0]);
    }
  });
});
