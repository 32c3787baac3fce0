import { expect, it } from "vitest";
import { inLab } from "../../data/in-lab";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab } from "../../testing/factories";
import { rebuildCell } from "./rebuild-cell";
import { storeBatch } from "../batches/store-batch";
import { verifyCell } from "./verify-cell";

cloneTestDatabase();

async function labWithCell() {
  const { scope } = await createLab();
  const currents = [0, 1, 1, 0, -1, -1, 0, 1, 1];
  const samples = currents.map((currentA, hour) => ({ timeUs: 1.7e15 + hour * 3600e6, voltageV: 3, currentA }));
  await storeBatch(scope, batchOf("A", samples));
  return scope;
}

it.each([
  ["a sum of a step", "UPDATE runs SET charge_as = charge_as * (1 + 1e-9) WHERE charge_as > 0", "step"],
  ["the cycle of a step", "UPDATE runs SET cycle = 9 WHERE first_time = (SELECT max(first_time) FROM runs)", "step"],
  ["a missing step", "DELETE FROM runs WHERE first_time = (SELECT min(first_time) FROM runs)", "step"],
  ["a sum of a cycle", "UPDATE cycles SET discharge_energy_wh = discharge_energy_wh * (1 + 1e-9)", "cycle 1"],
  ["a flag of a cycle", "UPDATE cycles SET is_complete = NOT is_complete", "cycle 1"],
  ["a missing cycle", "DELETE FROM cycles WHERE cycle = 2", "cycle 2"],
  ["a cycle that is none", "UPDATE cycles SET cycle = 9 WHERE cycle = 2", "cycle 9"],
])("finds %s that is not as a fresh computation has it, and a rebuild corrects it", async (_, harm, what) => {
  const scope = await labWithCell();
  expect((await verifyCell(scope, { cell: "A" })).differences).toEqual([]);
  await inLab(scope, ({ client }) => client.query(harm));
  const { differences } = await verifyCell(scope, { cell: "A" });
  expect(differences.map((difference) => difference.what).join()).toContain(what);
  await rebuildCell(scope, { cell: "A" });
  expect((await verifyCell(scope, { cell: "A" })).differences).toEqual([]);
});

it("lets the last bits of a sum differ", async () => {
  const scope = await labWithCell();
  await inLab(scope, ({ client }) => client.query("UPDATE runs SET charge_as = charge_as * (1 + 3e-16)"));
  expect((await verifyCell(scope, { cell: "A" })).differences).toEqual([]);
});
