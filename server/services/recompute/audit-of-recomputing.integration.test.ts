import { expect, it } from "vitest";
import { labScopeFromJob } from "../../auth/lab-scope";
import { inLabConfig } from "../../data/in-lab-config";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../../testing/factories";
import { storeBatch } from "../batches/store-batch";
import { putCell } from "../cells/put-cell";
import { rebuildCell, recomputeCell } from "./rebuild-cell";

cloneTestDatabase();

const HOUR_US = 3600e6;
const BEGIN_US = 1.7e15;
const at = (hours: number, currentA: number): SentSample => ({
  timeUs: BEGIN_US + hours * HOUR_US,
  voltageV: 3.7,
  currentA,
});
/** Charges and discharges of 1 Ah, then one of 0.05 Ah: how many cycles that are follows from the nominal capacity. */
const UNNUMBERED = [0, 2.1, 4.2].flatMap((hours, index) => {
  const lastsH = index === 2 ? 0.05 : 1;
  return [at(hours, 1), at(hours + lastsH, 1), at(hours + lastsH + 0.001, -1), at(hours + 2 * lastsH + 0.001, -1)];
});

async function recomputedOf(scope: LabScope) {
  const entries = await inLabConfig(scope, (tx) => tx.auditEntry.findMany({ orderBy: { auditId: "asc" } }));
  return entries
    .filter(({ action }) => action === "cell.recompute")
    .map(({ actor, subject, before, after }) => ({ actor, subject, before, after }));
}

it("audits what is detected again after a setting changed, once, and nothing that only arrives or is computed again", async () => {
  const { scope } = await createLab();
  const job = labScopeFromJob(scope.labId);
  await putCell(scope, { name: "A", changes: { nominalCapacityAh: 1 } });
  await storeBatch(job, batchOf("A", UNNUMBERED));
  expect(await recomputedOf(scope)).toEqual([]); // a first batch is none

  await putCell(scope, { name: "A", changes: { nominalCapacityAh: 10 } });
  for (let time = 0; time < 2; time++) await recomputeCell(job, { cell: "A" });
  const settings = { nominalCapacityAh: 10, cycleStartsWith: "charge", maxGapSeconds: null, endedAtUs: null };
  const entry = { actor: "job", subject: "A", before: null, after: { test: "", settings, cycles: 2 } };
  expect(await recomputedOf(scope)).toEqual([entry]); // 0.05 Ah is under 1 % of 10

  // A batch that comes before the job takes it along.
  await putCell(scope, { name: "A", changes: { nominalCapacityAh: 1 } });
  await storeBatch(job, batchOf("A", [at(9, 0)]));
  const back = { ...entry, after: { test: "", settings: { ...settings, nominalCapacityAh: 1 }, cycles: 3 } };
  expect(await recomputedOf(scope)).toEqual([entry, back]);

  await putCell(scope, { name: "A", changes: { activeMassG: 2 } }); // no cycle depends on it
  await recomputeCell(job, { cell: "A" });
  await rebuildCell(scope, { cell: "A" });
  expect(await recomputedOf(scope)).toHaveLength(2);
});
