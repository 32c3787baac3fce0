import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { CellCycles, PageCycle } from "@/server/domain/cells/cell-page";
import { readCellPageState } from "../cell-page-state";
import { FirstPanels } from "./first-panels";

const cycleOf = (cycle: number): PageCycle => ({
  ...{ cycle, test: "", startedAtMs: 0, endedAtMs: 1, underTestS: null, sampleCount: 4 },
  ...{ isComplete: true, isPartial: false, isExcluded: false, tags: [], warnings: [] },
});
const found: CellCycles = {
  ...{ referenceCycle: 1, cycles: [1, 2, 3].map(cycleOf), warnings: [] },
  metrics: { dischargeCapacityAh: [2, 1.9, 1.8], coulombicEfficiency: [0.99, 0.991, 0.992] },
};

const drawn = async (query: string, answer = Promise.resolve(found)) =>
  renderToStaticMarkup(
    await FirstPanels({ cycles: { answer, isDrawn: () => {} }, state: readCellPageState(new URLSearchParams(query)) }),
  );

it("draws the panels that the page will show, one above the other, with numbers under the last", async () => {
  const markup = await drawn("");
  expect([...markup.matchAll(/data-first-line="(\w+)"/g)].map(([, name]) => name)).toEqual([
    "dischargeCapacityAh",
    "coulombicEfficiency",
  ]);
  expect(markup.match(/Cycle number/g)).toHaveLength(1);
  expect(markup).toContain("Discharge capacity / Ah");
});

it("follows the address, and draws nothing where nothing can be read", async () => {
  expect(await drawn("metrics=coulombicEfficiency")).not.toContain("dischargeCapacityAh");
  expect(await drawn("", Promise.reject<CellCycles>(new Error("the database is away")))).toBe("");
  expect(await drawn("", Promise.resolve({ ...found, cycles: [], metrics: {} }))).toBe("");
});

it("draws a panel without a value in the range as the page will: empty, and with the numbers of its axes", async () => {
  const gapped = { dischargeCapacityAh: [2, 1.9, 1.8], coulombicEfficiency: [0.99, null, null] };
  const markup = await drawn("from=2&to=3", Promise.resolve({ ...found, metrics: gapped }));
  expect(markup.match(/<figure/g)).toHaveLength(2);
  expect(markup.match(/Cycle number/g)).toHaveLength(1);
});
