import fc from "fast-check";
import { expect, it } from "vitest";
import { readJsonValue } from "@/server/api/ingest/read-json";
import { packSeries } from "@/server/jobs/contracts/store-batch-job";
import { storeBatch } from "@/server/services/batches/store-batch";
import { verifyCell } from "@/server/services/recompute/verify-cell";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";

cloneTestDatabase();

const NOW_MS = Date.UTC(2026, 0, 1);
const read = (body: unknown) => readJsonValue(body, { nowMs: NOW_MS, startedAtUs: null });
const MAX_INTEGER = 2 ** 31 - 1;

/** Numbers as they are sent by mistake and with intent: the edges of every kind, and everything between. */
const extreme = fc.oneof(
  { weight: 1, arbitrary: fc.double({ noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(1e308, -1e308, 1e10, -1e10, MAX_INTEGER) },
  { weight: 12, arbitrary: fc.constantFrom(0, -0, 1e-320, 1, 7, 1000, MAX_INTEGER - 1) },
  { weight: 2, arbitrary: fc.constantFrom(1.5, -1000, 1e4, -1e4) },
);
const row = fc.record(
  {
    cell: fc.constant("A"),
    time: fc.oneof(fc.integer({ min: Date.UTC(1990, 0, 1), max: NOW_MS }), fc.constant(NOW_MS)),
    voltage: extreme,
    current: extreme,
    temperature: extreme,
    testTime: extreme,
    cycle: extreme,
    step: extreme,
    stepCount: extreme,
    record: extreme,
  },
  { requiredKeys: ["cell", "time", "voltage", "current"] },
);

it("accepts nothing that it cannot store, count and recount", { timeout: 120_000, tags: ["thorough"] }, async () => {
  const { scope } = await createLab();
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (rows) => {
      // Rows are judged one by one, so that many of them get through.
      const good = rows.filter((one) => isAccepted([one]));
      if (good.length === 0) return;
      accepted += 1;
      const cell = `cell ${accepted}`;
      const { series } = read({ samples: good.map((one) => ({ ...one, cell })) });
      await storeBatch(scope, { ...batchOf(cell, []), samples: good.length, ...packSeries(series) });
      expect((await verifyCell(scope, { cell })).differences).toEqual([]);
    }),
    { numRuns: 400 },
  );
  expect(accepted).toBeGreaterThan(100);
});

function isAccepted(samples: unknown[]): boolean {
  try {
    return read({ samples }).samples === samples.length;
  } catch {
    return false;
  }
}
