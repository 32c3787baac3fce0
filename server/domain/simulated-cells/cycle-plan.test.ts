import { describe, expect, it } from "vitest";
import { splitIntoRuns } from "../cycles/runs";
import { SECONDS_PER_HOUR } from "../cycles/stored-quantities";
import { toSampleColumns } from "../samples/sample-columns";
import { METRICS, type MetricName } from "../cycles/metrics";
import { deviations } from "../groups/statistics";
import { healthAt } from "./cell-health";
import { CATHODES, type CellDesign, designCell, TEST_TYPES } from "./cell-design";
import { circuitOf, openCircuitV } from "./circuit";
import { planCycle } from "./cycle-plan";
import { countSamples, type SimulatedSample, samplesOfCycle } from "./cycle-samples";

const cells = Array.from({ length: 120 }, (_, index) => designCell(1, index));
const [standard, pulsed] = [designCell(1, 0), designCell(1, 4)];

/** Charge and discharge as the server counts them, in Ah. */
function moved(samples: readonly SimulatedSample[]): { chargeAh: number; dischargeAh: number } {
  const columns = toSampleColumns(
    samples.map(({ testTimeMs, ...sample }) => ({
      ...sample,
      timeUs: testTimeMs * 1000,
      testTimeS: testTimeMs / 1000,
      record: 0,
    })),
  );
  const runs = splitIntoRuns(columns, null, null);
  return {
    chargeAh: runs.reduce((sum, run) => sum + run.chargeAs, 0) / SECONDS_PER_HOUR,
    dischargeAh: runs.reduce((sum, run) => sum + run.dischargeAs, 0) / SECONDS_PER_HOUR,
  };
}

const movedInCycle = (cell: CellDesign, cycle: number, density = 1) =>
  moved(samplesOfCycle(cell, planCycle(cell, cycle, 0), density));

describe("a simulated cycle", () => {
  it.each([
    [standard, 1],
    [standard, 250],
    [pulsed, 1],
    [pulsed, 250],
  ])("moves by trapezoids exactly the planned charge, however dense its samples", (cell, cycle) => {
    const { dischargeCapacityAh, coulombicEfficiency } = healthAt(cell, cycle);
    for (const density of [0.4, 1, 7.3]) {
      const { chargeAh, dischargeAh } = movedInCycle(cell, cycle, density);
      expect(Math.abs(dischargeAh / dischargeCapacityAh - 1)).toBeLessThan(5e-6); // step ends fall on whole ms
      expect(Math.abs(dischargeAh / chargeAh - coulombicEfficiency)).toBeLessThan(1e-5);
    }
  });

  it("is the same whenever it is asked for, and another for another seed", () => {
    const plan = () => samplesOfCycle(designCell(7, 11), planCycle(designCell(7, 11), 3, 5000), 1);
    expect(plan()).toEqual(plan());
    expect(designCell(8, 11).capacityAh).not.toBe(designCell(7, 11).capacityAh);
  });

  it("has 45 to 70 samples, of which all times rise and the first carries the charging current", () => {
    for (const cell of [standard, pulsed]) {
      const plan = planCycle(cell, 5, 0);
      const samples = samplesOfCycle(cell, plan, 1);
      expect(samples).toHaveLength(countSamples(plan));
      expect(samples.length).toBeGreaterThanOrEqual(45);
      expect(samples.length).toBeLessThanOrEqual(70);
      expect(samples.every(({ testTimeMs }, index) => testTimeMs > (samples[index - 1]?.testTimeMs ?? -1))).toBe(true);
      expect(samples[0]).toMatchObject({ testTimeMs: 0, step: 1, mode: "charge" });
    }
  });

  it("ends its charge at the upper limit and its discharge at the lower one", () => {
    for (const cell of cells) {
      for (const cycle of [1, 130, 500]) {
        const plan = planCycle(cell, cycle, 0);
        const samples = samplesOfCycle(cell, plan, 1);
        const lastOf = (step: number) => samples.findLast((sample) => sample.step === step)?.voltageV ?? 0;
        const { maxVoltageV, minVoltageV } = plan.circuit;
        expect(Math.abs(lastOf(1) - maxVoltageV)).toBeLessThan(1e-3);
        expect(Math.abs(lastOf(4) - minVoltageV)).toBeLessThan(1e-3);
        const voltages = samples.map(({ voltageV }) => voltageV);
        expect(Math.min(...voltages)).toBeGreaterThan(minVoltageV - 1e-3);
        expect(Math.max(...voltages)).toBeLessThan(maxVoltageV + 1e-3);
      }
    }
  });

  it("goes on where the cycle before ended", () => {
    for (const cell of [standard, pulsed]) {
      const before = planCycle(cell, 20, 0);
      const after = planCycle(cell, 21, before.endMs);
      const last = samplesOfCycle(cell, before, 1).at(-1);
      const first = samplesOfCycle(cell, after, 1)[0];
      expect(first?.stepCount).toBe((last?.stepCount ?? 0) + 1);
      // Between them lies the step of the resistance: 45 % of the loss at 0.9–1 C.
      expect(Math.abs((first?.voltageV ?? 0) - (last?.voltageV ?? 0))).toBeLessThan(0.08);
      expect(Math.abs((first?.temperatureC ?? 0) - (last?.temperatureC ?? 0))).toBeLessThan(0.4);
    }
  });

  it("has an open-circuit voltage that rises all the way, within the limits", () => {
    for (const cell of cells.slice(0, 8)) {
      const { circuit, kneeV } = planCycle(cell, 100, 0);
      expect(kneeV).toBeGreaterThan(0);
      const curve = Array.from({ length: 101 }, (_, index) => openCircuitV(circuit, index / 100, kneeV));
      expect(curve.every((voltageV, index) => index === 0 || voltageV > (curve[index - 1] ?? 0))).toBe(true);
      expect(curve[0]).toBeGreaterThan(circuit.minVoltageV);
      expect(curve[100]).toBeLessThan(circuit.maxVoltageV);
    }
    expect(circuitOf(standard, healthAt(standard, 300)).ohmicOhm).toBeGreaterThan(
      circuitOf(standard, healthAt(standard, 1)).ohmicOhm,
    );
  });
});

describe("the cells of a lab", () => {
  it("lie in their group's range, with two test types and two strays a group", () => {
    const ranges = { W: [5, 6], X: [9.5, 12], Y: [2, 8], Z: [4.5, 9] } as const;
    for (const cathode of CATHODES) {
      const group = cells.filter((cell) => cell.cathode === cathode);
      expect(group).toHaveLength(30);
      const [smallest, largest] = ranges[cathode];
      expect(group.every(({ capacityAh }) => capacityAh >= smallest && capacityAh <= largest)).toBe(true);
      expect(group.filter(({ stray }) => stray === "fade")).toHaveLength(1);
      expect(group.filter(({ stray }) => stray === "efficiency")).toHaveLength(1);
      for (const testType of TEST_TYPES) expect(group.filter((cell) => cell.testType === testType)).toHaveLength(15);
    }
    expect(new Set(cells.map(({ name }) => name)).size).toBe(120);
  });

  it.each([1, 2, 3, 4, 5])("show just their strays from mid-life on, whichever grouping is asked (seed %i)", (seed) => {
    const lab = Array.from({ length: 120 }, (_, index) => designCell(seed, index));
    const groups = CATHODES.flatMap((cathode) => {
      const group = lab.filter((cell) => cell.cathode === cathode);
      return [group, ...TEST_TYPES.map((testType) => group.filter((cell) => cell.testType === testType))];
    });
    for (const cycle of [60, 90, 125, 180, 300]) {
      for (const group of groups) {
        const now = group.map((cell) => movedInCycle(cell, cycle));
        const retention = now.map(
          ({ dischargeAh }, index) => dischargeAh / movedInCycle(group[index] as CellDesign, 1).dischargeAh,
        );
        const efficiency = now.map(({ chargeAh, dischargeAh }) => dischargeAh / chargeAh);
        const flagged = (values: number[], metric: MetricName) =>
          deviations(values, METRICS[metric]).flatMap((row, index) => (row.flagged ? [group[index]?.name] : []));
        const straying = (kind: string) => group.filter(({ stray }) => stray === kind).map(({ name }) => name);
        expect(flagged(retention, "capacityRetention")).toEqual(straying("fade"));
        expect(flagged(efficiency, "coulombicEfficiency")).toEqual(straying("efficiency"));
      }
    }
  });
});
