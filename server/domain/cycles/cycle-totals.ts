import type { Run } from "./runs";
import { largestCurrentA } from "./shown-steps";

/** One cycle as the sum of its runs, in order. Sums in A·s and W·s; see `Run`. */
export type CycleTotals = {
  /** As the cycler numbers it, or detected; the test's offset is not in it. */
  cycle: number;
  firstTimeUs: number;
  firstRecord: number;
  lastTimeUs: number;
  lastRecord: number;
  firstCurrentA: number;
  firstTestTimeS: number | null;
  chargeAs: number;
  dischargeAs: number;
  chargeWs: number;
  dischargeWs: number;
  minVoltageV: number;
  maxVoltageV: number;
  largestCurrentA: number;
  maxTemperatureC: number | null;
  sampleCount: number;
};

export function startCycle(cycle: number, run: Run): CycleTotals {
  return {
    cycle,
    firstTimeUs: run.firstTimeUs,
    firstRecord: run.firstRecord,
    lastTimeUs: run.lastTimeUs,
    lastRecord: run.lastRecord,
    firstCurrentA: run.firstCurrentA,
    firstTestTimeS: run.firstTestTimeS,
    chargeAs: run.chargeAs,
    dischargeAs: run.dischargeAs,
    chargeWs: run.chargeWs,
    dischargeWs: run.dischargeWs,
    minVoltageV: run.minVoltageV,
    maxVoltageV: run.maxVoltageV,
    largestCurrentA: largestCurrentA(run),
    maxTemperatureC: run.maxTemperatureC,
    sampleCount: run.sampleCount,
  };
}

/** The cycle with one more run, which lies after those it has. */
export function addRun(totals: CycleTotals, run: Run): CycleTotals {
  return {
    ...totals,
    lastTimeUs: run.lastTimeUs,
    lastRecord: run.lastRecord,
    chargeAs: totals.chargeAs + run.chargeAs,
    dischargeAs: totals.dischargeAs + run.dischargeAs,
    chargeWs: totals.chargeWs + run.chargeWs,
    dischargeWs: totals.dischargeWs + run.dischargeWs,
    minVoltageV: Math.min(totals.minVoltageV, run.minVoltageV),
    maxVoltageV: Math.max(totals.maxVoltageV, run.maxVoltageV),
    largestCurrentA: Math.max(totals.largestCurrentA, largestCurrentA(run)),
    maxTemperatureC:
      run.maxTemperatureC === null || totals.maxTemperatureC === null
        ? (run.maxTemperatureC ?? totals.maxTemperatureC)
        : Math.max(run.maxTemperatureC, totals.maxTemperatureC),
    sampleCount: totals.sampleCount + run.sampleCount,
  };
}
