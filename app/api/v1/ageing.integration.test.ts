import { beforeAll, expect, it } from "vitest";
import { env } from "@/server/env";
import { type CellAgeing, type LifeBends, lifeBends } from "@/server/domain/ageing/cell-ageing";
import { toLifePoints } from "@/server/domain/ageing/life-points";
import type { LabScope } from "@/server/lab-scope";
import { storeBatch } from "@/server/services/batches/store-batch";
import { putCell } from "@/server/services/cells/put-cell";
import { addExclusion } from "@/server/services/exclusions/add-exclusion";
import { createMetadataField } from "@/server/services/fields/create-metadata-field";
import { createGrouping } from "@/server/services/groupings/create-grouping";
import { removeTag } from "@/server/services/tags/remove-tag";
import { tagCycles } from "@/server/services/tags/tag-cycles";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";
import { type ReferenceLife, readLives } from "@/server/testing/references/reference-lives";
import { GET as ofCell } from "./cells/[name]/ageing/route";
import { GET as cellOf } from "./cells/[name]/route";
import { GET as ofGrouping } from "./groupings/[id]/ageing/route";

cloneTestDatabase();

const START_US = Date.UTC(2026, 0, 1) * 1000;
const US_PER_S = 1e6;
const LIVES = readLives("synthetic-shown");
const lifeOf = (cell: string): ReferenceLife => {
  const life = LIVES.find((one) => one.cell === cell);
  if (!life) throw new Error(`there is no ${cell}`);
  return life;
};

/** From the begin of a cycle to the next, longer than any lasts. */
const CYCLE_S = 40_000;

/** Cycles as pairs of a charge and a discharge at 1 A, two rows each, which move what the reference says. */
function pairsOf(cycles: readonly { cycle: number; dischargeCapacityAh: number }[]) {
  return cycles.flatMap(({ cycle, dischargeCapacityAh }) => {
    const movedS = 3600 * dischargeCapacityAh;
    return [
      [0, 1],
      [movedS, 1],
      [movedS + 1, -1],
      [2 * movedS + 1, -1],
    ].map(([atS = 0, currentA = 0]) => {
      const testTimeS = (cycle - 1) * CYCLE_S + atS;
      return { timeUs: START_US + Math.round(testTimeS * US_PER_S), testTimeS, voltageV: 3.7, currentA, cycle };
    });
  });
}

let scope: LabScope;
let apiKey: string;
let groupingId: number;
beforeAll(async () => {
  ({ scope } = await createLab());
  ({ apiKey } = await createApiKey(scope, { name: "read", scopes: ["read"] }));
  await createMetadataField(scope, { name: "shape", type: "text" });
  ({ id: groupingId } = await createGrouping(scope, { name: "Shapes", by: ["shape"] }));
  for (const [cell, shape] of [
    ["S03", "blunt"],
    ["S09", "straight"],
  ] as const) {
    await storeBatch(scope, batchOf(cell, pairsOf(lifeOf(cell).cycles)));
    await putCell(scope, {
      name: cell,
      changes: { nominalCapacityAh: lifeOf(cell).nominalCapacityAh, metadata: { shape } },
    });
  }
});

type Route = (request: Request) => Promise<Response>;
async function get(route: Route, path: string) {
  const headers = { Authorization: `Bearer ${apiKey}` };
  const response = await route(new Request(`${env().APP_URL}/api/v1${path}`, { headers }));
  return { status: response.status, answer: await response.json() };
}
const ageingOf = async (cell: string): Promise<CellAgeing> => {
  const { about: _about, ...ageing } = (await get(ofCell, `/cells/${cell}/ageing`)).answer;
  return ageing;
};
const groupAgeing = async (query = "") => (await get(ofGrouping, `/groupings/${groupingId}/ageing${query}`)).answer;

it("tells the end of life, the knee and the onset of a cell", async () => {
  const { knee, onset, endOfLifeCycle } = lifeOf("S03");
  const ageing = await ageingOf("S03");
  expect(ageing).toMatchObject({
    cell: "S03",
    referenceCycle: 1,
    endOfLife: { cycle: endOfLifeCycle, reached: true },
    why: {},
  });
  expect(ageing.knee?.cycle).toBeCloseTo(knee.cycle, 1);
  expect(ageing.knee?.from).toBeCloseTo(knee.interval[0], 1);
  expect(ageing.onset?.cycle).toBeCloseTo(onset.cycle, 1);
  expect(ageing.cyclesTo["0.80"]).toBe(endOfLifeCycle);
  expect((await get(cellOf, "/cells/S03")).answer.endOfLifeCycle).toBe(endOfLifeCycle);
  // Charge and discharge alike: Σ of capacities ÷ nominal.
  const moved = lifeOf("S03").cycles.reduce((sum, { dischargeCapacityAh }) => sum + dischargeCapacityAh, 0);
  expect(ageing.equivalentFullCycles).toBeCloseTo(moved / lifeOf("S03").nominalCapacityAh, 6);
});

it("says why a cell has no knee", async () => {
  const { knee, onset, why } = await ageingOf("S09");
  expect([knee, onset]).toEqual([null, null]);
  expect(why.knee).toMatch(/^None: .*it fits no better than a line/);
  expect(why.onset).toBe("None: an onset is looked for only where there is a knee.");
  await putCell(scope, { name: "new", changes: {} });
  expect(await ageingOf("new")).toMatchObject({
    referenceCycle: null,
    endOfLife: null,
    why: { knee: "There is no reference cycle yet.", endOfLife: "There is no reference cycle yet." },
  });
});

it("gives one object a cell of a grouping, the same as the cell's own", async () => {
  const { cells, unassigned } = await groupAgeing();
  expect(unassigned).toBeGreaterThanOrEqual(0);
  expect(cells).toEqual([
    { group: "blunt", ...(await ageingOf("S03")) },
    { group: "straight", ...(await ageingOf("S09")) },
  ]);
  expect((await groupAgeing("?group=straight")).cells.map((row: { cell: string }) => row.cell)).toEqual(["S09"]);
});

it("tells the same of a cell with two tests per cell and per group", async () => {
  const name = "two tests";
  const { cycles } = lifeOf("S05");
  await putCell(scope, { name, changes: { metadata: { shape: "parts" }, nominalCapacityAh: 5 } });
  await storeBatch(scope, batchOf(name, pairsOf(cycles.slice(0, 300))));
  // The second one counts from 1 again; its first cycle shows the number of the last but one before it, and wins.
  const second = cycles.slice(299).map(({ dischargeCapacityAh }, index) => ({ cycle: index + 1, dischargeCapacityAh }));
  const later = pairsOf(second).map((row) => ({ ...row, timeUs: row.timeUs + 301 * CYCLE_S * US_PER_S }));
  await storeBatch(scope, batchOf(name, later, { test: "restart" }));
  await putCell(scope, { name, changes: { tests: { restart: { cycleOffset: 298 } } } });
  const ageing = await ageingOf(name);
  expect(ageing.knee).not.toBeNull();
  expect(ageing.endOfLife).not.toBeNull();
  expect((await groupAgeing("?group=parts")).cells).toEqual([{ group: "parts", ...ageing }]);
});

/** The bends of a life by a fit of its own, without anything remembered. */
function fitted(cycles: readonly { cycle: number; dischargeCapacityAh: number }[]): LifeBends {
  return lifeBends(toLifePoints(cycles));
}

it("stays current as cycles finish, are excluded and are corrected, per cell and per group", async () => {
  const { cycles, nominalCapacityAh } = lifeOf("S01");
  const name = "current";
  const expectBoth = async (expected: LifeBends) => {
    const ageing = await ageingOf(name);
    expect(ageing.knee === null).toBe(expected.knee === null);
    expect(ageing.knee?.cycle ?? 0).toBeCloseTo(expected.knee?.cycle ?? 0, 3);
    expect((await groupAgeing("?group=live")).cells).toEqual([{ group: "live", ...ageing }]);
    return ageing;
  };
  await putCell(scope, { name, changes: { nominalCapacityAh, metadata: { shape: "live" } } });
  // The last cycle is not complete before another one begins.
  await storeBatch(scope, batchOf(name, pairsOf(cycles.slice(0, 301))));
  expect((await expectBoth(fitted(cycles.slice(0, 300)))).knee).toBeNull();
  await storeBatch(scope, batchOf(name, pairsOf(cycles.slice(301, 391))));
  expect((await expectBoth(fitted(cycles.slice(0, 390)))).knee).not.toBeNull();
  // A cycle of the fit is excluded, and the first ones: the reference moves.
  await addExclusion(scope, { cell: name, cycles: { from: 350, to: 352 }, reason: "leaked" });
  await addExclusion(scope, { cell: name, cycles: { from: 1, to: 20 }, reason: "formation" });
  const left = cycles.slice(20, 390).filter(({ cycle }) => cycle < 350 || cycle > 352);
  expect((await expectBoth(fitted(left))).referenceCycle).toBe(21);
  // Late data corrects a discharge: the last row of cycle 380 says 0.5 A.
  const [last] = pairsOf(cycles.slice(379, 380)).slice(-1);
  if (!last) throw new Error("there is no cycle 380");
  await storeBatch(scope, batchOf(name, [{ ...last, currentA: -0.5 }]));
  const corrected = left.map((row) =>
    row.cycle === 380 ? { ...row, dischargeCapacityAh: 0.75 * row.dischargeCapacityAh } : row,
  );
  await expectBoth(fitted(corrected));
});

it("begins after formation by hand, for the cell and in its group", async () => {
  const before = await ageingOf("S09");
  const cycles = { from: 1, to: 3 };
  const tag = await tagCycles(scope, { cell: "S09", cycles, tag: "formation", reason: "at C/20" });
  const after = await ageingOf("S09");
  expect([before.referenceCycle, after.referenceCycle]).toEqual([1, 4]);
  const { cells } = await groupAgeing("?group=straight");
  expect(cells).toEqual([{ group: "straight", ...after }]);
  await removeTag(scope, { cell: "S09", id: tag.id });
  expect(await ageingOf("S09")).toEqual(before);
});
