import { expect, it } from "vitest";
import { storeBatch } from "../../../services/batches/store-batch";
import { putCell } from "../../../services/cells/put-cell";
import { cloneTestDatabase } from "../../../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../../../testing/factories";
import { testsOfCell } from "./cell-tests";

cloneTestDatabase();

const BEGIN_US = 1.7e15;
const at = (timeS: number, currentA: number, voltageV: number, cycle: number): SentSample => ({
  timeUs: BEGIN_US + timeS * 1e6,
  currentA,
  voltageV,
  cycle,
});

/** A rest, then a charge of 1 A and, a second later, a discharge: for so many s each. */
function cycleOf(cycle: number, beginS: number, charge: number, discharge: { currentA: number; timeS: number }) {
  const [chargeEndS, dischargeS] = [beginS + 1 + charge, beginS + 2 + charge];
  return [
    at(beginS, 0, 3.5, cycle),
    at(beginS + 1, 1, 3.6, cycle),
    at(chargeEndS, 1, 4, cycle),
    at(dischargeS, -discharge.currentA, 4, cycle),
    at(dischargeS + discharge.timeS, -discharge.currentA, 3.4, cycle),
  ];
}

it("tells formation, a rate test and pulses of a cell, and nothing of what it never had", async () => {
  const { scope } = await createLab();
  await putCell(scope, { name: "A-01", changes: { nominalCapacityAh: 1, formationCycles: 1 } });
  await putCell(scope, { name: "A-02", changes: {} });
  await storeBatch(
    scope,
    batchOf("A-01", [
      ...cycleOf(1, 0, 3600, { currentA: 1, timeS: 3060 }), // gives 0.85 of 1 Ah back
      ...cycleOf(2, 10_000, 3600, { currentA: 0.5, timeS: 6480 }), // 0.9 Ah at C/2
      ...cycleOf(3, 30_000, 3600, { currentA: 2, timeS: 1440 }), // 0.8 Ah at 2C
      // A pulse of 1 A for 10 s, a hundredth of a second after a rest at 3.7 V.
      ...[at(50_000, 0, 3.7, 4), at(50_010, 0, 3.7, 4), at(50_010.01, -1, 3.65, 4), at(50_012.01, -1, 3.64, 4)],
      ...[at(50_020.01, -1, 3.6, 4), at(50_020.02, 0, 3.65, 4), at(50_060, 0, 3.68, 4)],
      at(60_000, 1, 3.7, 5),
    ]),
  );
  const { formation, rateTest, pulses, morePulses } = await testsOfCell(scope, "A-01");
  expect(formation).toEqual({
    cycle: 1,
    efficiency: expect.closeTo(0.85, 12),
    efficiencyUncertainty: expect.any(Number),
    irreversibleLossAh: expect.closeTo(0.15, 12),
    formationCycles: 1,
  });
  expect(rateTest).toEqual([
    { rateC: 0.5, rate: "C/2", cycles: 1, dischargeCapacityAh: expect.closeTo(0.9, 12), ofFirst: 1 },
    {
      rateC: 2,
      rate: "2C",
      cycles: 1,
      dischargeCapacityAh: expect.closeTo(0.8, 12),
      ofFirst: expect.closeTo(0.8 / 0.9),
    },
  ]);
  expect(morePulses).toBe(0);
  expect(pulses).toMatchObject([{ cycle: 4, currentA: -1, restVoltageV: 3.7 }]);
  // |3.65 − 3.7| ÷ 1, a fall by 0.005 V/s to 2 s, and by 0.04 V in the 8 s from there on.
  const [{ resistanceOhm } = { resistanceOhm: null }] = pulses;
  expect(resistanceOhm).toEqual({
    "0": expect.closeTo(0.05, 9),
    "1": expect.closeTo(0.055, 9),
    "2": expect.closeTo(0.06, 9),
    "10": expect.closeTo(0.1, 9),
    "30": null,
    end: expect.closeTo(0.1, 9),
  });

  await storeBatch(scope, batchOf("A-02", [at(0, 0, 3.7, 1)]));
  expect(await testsOfCell(scope, "A-02")).toEqual({ formation: null, rateTest: [], pulses: [], morePulses: 0 });
  await expect(testsOfCell(scope, "A-03")).rejects.toMatchObject({ kind: "not_found" });
});
