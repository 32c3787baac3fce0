import { expect, it } from "vitest";
import { toSampleColumns } from "../samples/sample-columns";
import { addRun, startCycle, toCycleQuantities } from "./cycle-totals";
import { splitIntoRuns } from "./runs";

const REST_BELOW_A = 0.01;

it("adds runs up to a cycle, in Ah and Wh", () => {
  const rows = [
    [0, 1, 1, 4],
    [3600, 1, 1, 4], // 1 A × 1 h at 4 V
    [3601, 2, -1, 3],
    [5401, 2, -1, 3], // 1 A × 0.5 h at 3 V
  ] as const;
  const samples = rows.map(([atS, step, currentA, voltageV]) => ({
    ...{ timeUs: atS * 1e6, testTimeS: atS, record: 0, cycle: 1, step, currentA, voltageV },
  }));
  const [charge, discharge] = splitIntoRuns(toSampleColumns(samples), null, null);
  if (!charge || !discharge) throw new Error("there are two runs");
  const totals = addRun(startCycle(1, charge, REST_BELOW_A), discharge, REST_BELOW_A);
  expect(totals).toMatchObject({ cycle: 1, firstTimeUs: 0, lastTimeUs: 5401e6, firstCurrentA: 1 });
  expect(toCycleQuantities(totals)).toMatchObject({
    chargeCapacityAh: 1,
    dischargeCapacityAh: 0.5,
    chargeEnergyWh: 4,
    dischargeEnergyWh: 1.5,
    minVoltageV: 3,
    maxVoltageV: 4,
    sampleCount: 4,
    durationS: 5400, // not the second between the runs
    maxTemperatureC: null,
  });
});
