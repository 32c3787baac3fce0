import { beforeAll, expect, it } from "vitest";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { preparedLab } from "@/server/testing/prepared-lab";
import { restAsker, type Routes } from "@/server/testing/rest-asker";

cloneTestDatabase();

const ask = restAsker(import.meta.glob<Routes[string]>("./**/route.ts", { eager: true }));
let ours: Awaited<ReturnType<typeof preparedLab>>;
beforeAll(async () => {
  ours = await preparedLab(ask, "A-1");
});

const ofCell = () => ({ params: { name: ours.cell } });
const ofGrouping = (query: Record<string, string>) => ({ params: { id: ours.groupingId }, query });
const change = async (body: Record<string, unknown>) => {
  expect((await ask(ours.apiKey, "putCell", { ...ofCell(), body })).status).toBe(200);
};
const close = (value: number) => expect.closeTo(value, 9);

/** What follows from the nominal capacity and the mass, wherever it is told: asked for once each, right after the change. */
async function derived() {
  const { cycles } = (await ask(ours.apiKey, "listCycles", ofCell())).answer;
  const rate = { metric: "dischargeRateC" };
  const meanOf = async (metric: string) =>
    (await ask(ours.apiKey, "listGroupCycles", ofGrouping({ metric }))).answer.groups[0]?.mean[0] ?? null;
  const deviations = (await ask(ours.apiKey, "listGroupDeviations", ofGrouping({ ...rate, cycle: "1" }))).answer;
  const csv = await ask(ours.apiKey, "listGroupCycles", ofGrouping({ ...rate, format: "csv" }));
  const meanInCsv = String(csv.answer).split("\r\n")[1]?.split(",")[3];
  return {
    rate: [cycles[0].dischargeRateC, await meanOf("dischargeRateC"), deviations.cells[0].value, Number(meanInCsv)],
    specific: [cycles[0].specificDischargeCapacityMahG, await meanOf("specificDischargeCapacityMahG")],
    fullCycles: [
      cycles.at(-1).equivalentFullCycles,
      (await ask(ours.apiKey, "getAgeing", ofCell())).answer.equivalentFullCycles,
      (await ask(ours.apiKey, "listGroupAgeing", ofGrouping({}))).answer.cells[0].equivalentFullCycles,
    ],
    rates: (await ask(ours.apiKey, "getRateTest", ofCell())).answer.rateTest.map((step: { rate: string }) => step.rate),
  };
}

it("tells what follows from a cell's settings in the next answer, everywhere", async () => {
  // A discharge of 1 Ah in an hour; both cycles move 4 Ah in all.
  for (const [nominalCapacityAh, activeMassG, rateName] of [
    [1, 10, "1C"],
    [2, 5, "C/2"],
    [0.5, 20, "2C"],
  ] as const) {
    await change({ nominalCapacityAh, activeMassG });
    expect(await derived()).toEqual({
      rate: Array.from({ length: 4 }, () => close(1 / nominalCapacityAh)),
      specific: [close(1000 / activeMassG), close(1000 / activeMassG)],
      fullCycles: Array.from({ length: 3 }, () => close(2 / nominalCapacityAh)),
      rates: [rateName],
    });
  }
  await change({ activeMassG: null });
  expect((await derived()).specific).toEqual([null, null]);
});

it("tells polarity, reference and exclusions in the next answer", async () => {
  const first = async () => (await ask(ours.apiKey, "listCycles", ofCell())).answer;
  await change({ polarity: "half_cell_anode", referenceCycle: null });
  expect((await first()).about.polarity.cell).toBe("half_cell_anode");
  await change({ polarity: "full_cell", referenceCycle: 7 });
  expect(await first()).toMatchObject({ referenceCycle: null, about: { reference: { named: 7 } } });
  await change({ referenceCycle: 1 });
  expect(await first()).toMatchObject({ referenceCycle: 1, cycles: [{ capacityRetention: 1 }, {}] });
});
