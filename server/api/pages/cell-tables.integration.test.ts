import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { storeBatch } from "../../services/batches/store-batch";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf } from "../../testing/factories";
import { createStaffedLab } from "../../testing/team";
import { csvOf } from "./cell-tables";

cloneTestDatabase();

const CELL = "Zelle µ 1";

async function labWithCell() {
  const lab = await createStaffedLab("Bench");
  const samples = [1, 1, -1, -1].map((currentA, hour) => ({
    timeUs: 1.7e15 + hour * 3600e6,
    voltageV: 3.5 + hour / 10,
    currentA,
    cycle: 1,
  }));
  await storeBatch(lab.admin.scope, batchOf(CELL, samples));
  return lab;
}

it("gives the tables of the REST API as files, named after the cell", async () => {
  const { admin } = await labWithCell();
  const linesOf = async (table: string, query: Record<string, string> = {}) => {
    const answer = await csvOf(admin.scope, { name: CELL, table }, new URLSearchParams(query));
    expect(answer.headers["Content-Disposition"]).toContain(encodeURIComponent(`${CELL}-${table}.csv`));
    return parse(String(answer.body), { columns: true, comment: "#" });
  };
  expect(await linesOf("cycles")).toMatchObject([{ cycle: "1", chargeCapacityAh: "1", dischargeCapacityAh: "1" }]);
  expect(await linesOf("steps")).toMatchObject([{ mode: "charge" }, { mode: "discharge" }]);
  expect(await linesOf("curves", { kind: "vq", mode: "charge" })).toMatchObject([
    { capacityAh: "0", voltageV: "3.5" },
    { capacityAh: "1", voltageV: "3.6" },
  ]);
  expect(await linesOf("ageing")).toMatchObject([{ cell: CELL }]);
});

it("has no other tables, and none of cells that are not there", async () => {
  const { admin } = await labWithCell();
  const ask = (name: string, table: string) => csvOf(admin.scope, { name, table }, new URLSearchParams());
  await expect(ask(CELL, "constructor")).rejects.toMatchObject({ kind: "not_found" });
  await expect(ask("other", "cycles")).rejects.toMatchObject({ kind: "not_found" });
  await expect(csvOf(admin.scope, { name: CELL, table: "curves" }, new URLSearchParams())).rejects.toThrow(); // which?
});
