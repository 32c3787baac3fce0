import { testSteps } from "../cycles/test-steps";
import { rateTest } from "../cycles/pulses/rate-test";
import { deviations, groupStatistics, thinnedOf } from "../groups/statistics";
import { METRICS } from "../cycles/metrics";
import { capacityGrade, efficiencyUncertainty } from "../cycles/quality/capacity-grade";
import { firstNotBelow, interpolated } from "../groups/interpolate";
import { changePer100 } from "../groups/trend";
import { exampleText } from "./derived-entry";
import { EXAMPLE_CELL, EXAMPLE_ROWS, exampleCycles, exampleRuns, row } from "./worked-example";

const THREE_CELLS_AH = [1, 1.02, 0.98];

/** Mean, std, median and quartiles of a few capacities, Ah. */
export function statisticsExample(): string {
  const statistics = groupStatistics(THREE_CELLS_AH);
  if (!statistics) return "";
  const { mean, std, median, q1, q3, n } = statistics;
  return `cells of ${THREE_CELLS_AH.join(", ")} Ah: mean ${exampleText(mean)}, std ${exampleText(std)}, median ${exampleText(median)}, quartiles ${exampleText(q1)} and ${exampleText(q3)}, n ${n}.`;
}

const CELLS_LEFT = [20, 18, 17];

/** Which points of a group that loses cells are thinned. */
export function thinnedExample(): string {
  const thinned = thinnedOf(CELLS_LEFT).map(
    (isThinned, index) => `${CELLS_LEFT[index]} cells ${isThinned ? "is" : "is not"}`,
  );
  return `of a group that began with 20 cells, a point of ${thinned.join(", one of ")} thinned.`;
}

/** 39 cells around 1.0829 Ah, one below, and one whose counter was not reset. */
const [LOW_AH, HIGH_AH] = [1.0607, 2.88408];
const MANY_CELLS_AH = [...Array.from({ length: 39 }, (_, index) => 1.0829 + 0.0003 * (index - 19)), LOW_AH, HIGH_AH];
const lastTwo = () => deviations(MANY_CELLS_AH, METRICS.dischargeCapacityAh).slice(-2);
const FORTY_ONE = "41 cells: 39 evenly from 1.0772 to 1.0886 Ah, one of 1.0607 and one of 2.88408 Ah";

/** Sigmas of the two odd ones of 41 cells. */
export function sigmasExample(): string {
  const [low, high] = lastTwo();
  return `${FORTY_ONE}: sigmas ${exampleText(high?.sigmas ?? null)} of the highest and ${exampleText(low?.sigmas ?? null)} of the lowest, which the highest hides.`;
}

/** Robust scores of the same (Iglewicz & Hoaglin 1993). */
export function robustScoreExample(): string {
  const [low, high] = lastTwo();
  return `the same cells, their median 1.0829 Ah and MAD 0.003 Ah: ${exampleText(high?.robustScore ?? null)} of the highest and ${exampleText(low?.robustScore ?? null)} of the lowest.`;
}

const AT_ONE_VOLTAGE_V = [4.2001, 4.2001, 4.2003, 4.1996];

/** Cells that differ by less than their metric is told with. */
export function resolutionExample(): string {
  const scores = deviations(AT_ONE_VOLTAGE_V, METRICS.maxVoltageV).map(({ robustScore }) => exampleText(robustScore));
  return `highest voltages of ${AT_ONE_VOLTAGE_V.join(", ")} V lie within 1 mV, the last of the four digits that they are told with: robust scores of ${scores.join(", ")}.`;
}

/** Which of 41 cells are flagged. */
export function flaggedExample(): string {
  const verdicts = deviations(MANY_CELLS_AH, METRICS.dischargeCapacityAh).map(({ verdict }) => verdict);
  const strays = verdicts.filter((verdict) => verdict === "stray").length;
  return `the same cells: ${strays} of ${verdicts.length} are outliers.`;
}

/** Capacities of cycles by their discharge rates, Ah. */
export function rateTestExample(): string {
  const steps = rateTest(exampleCycles()).map(
    ({ rate, cycles, dischargeCapacityAh, ofFirst }) =>
      `${rate}: ${exampleText(dischargeCapacityAh)} Ah over ${cycles} cycles, \`ofFirst\` ${exampleText(ofFirst)}`,
  );
  return `the cell of the example. ${steps.join("; ")}.`;
}

/** How the steps of the worked example are controlled. */
export function controlExample(): string {
  const stored = exampleRuns(EXAMPLE_ROWS, EXAMPLE_CELL.nominalCapacityAh).map(({ run }) => ({ run, cycle: 1 }));
  const [rest, charge, discharge] = testSteps(stored, EXAMPLE_CELL.nominalCapacityAh);
  const parts = charge?.parts;
  return `the first cycle of the example: ${rest?.control}, ${charge?.control} with ${exampleText(parts?.constantCurrent.capacityAh ?? null)} and ${exampleText(parts?.constantVoltage.capacityAh ?? null)} Ah, ${discharge?.control}.`;
}

/** A charge and a rest at 3.7 V, a pulse of 1 A for 10 s whose voltage falls from 3.65 to 3.6 V, and a rest. */
const PULSE_ROWS = [
  row(0, 1, 1, 3.6, 1),
  row(3600, 1, 1, 3.8, 1),
  row(3601, 1, 2, 3.7, 0),
  row(7200, 1, 2, 3.7, 0),
  row(7201, 1, 3, 3.65, -1),
  row(7203, 1, 3, 3.64, -1),
  row(7211, 1, 3, 3.6, -1),
  row(7212, 1, 4, 3.68, 0),
  row(7300, 1, 4, 3.69, 0),
];

/** Resistances of a pulse of 10 s, Ω. */
export function pulseExample(): string {
  const stored = exampleRuns(PULSE_ROWS, 1).map(({ run }) => ({ run, cycle: 1 }));
  const pulse = testSteps(stored, 1)[2]?.pulse;
  const at = (time: "0" | "1" | "2" | "10" | "30") => exampleText(pulse?.resistanceOhm[time] ?? null);
  return `a rest at 3.7 V, then 1 A for 10 s, with 3.65 V at first, 3.64 V after 2 s and 3.6 V at its end: ${at("0")}, ${at("1")}, ${at("2")} and ${at("10")} Ω at 0, 1, 2 and 10 s, at 30 s ${at("30")}. The charge before it is the highest of the test: \`socFromNominal\` ${exampleText(pulse?.socFromNominal ?? null)}.`;
}

const [BOUNDS_AH, MEAN_AH] = [[0.0002, 0.0004], 1];

/** The bound of a mean by those of its cells, Ah, and its grade. */
export function uncertaintyExample(): string {
  const bound = groupStatistics(BOUNDS_AH)?.mean ?? null;
  return `two cells of ${MEAN_AH} Ah on average, that may be off by ${BOUNDS_AH.join(" and ")} Ah: their mean by ${exampleText(bound)} Ah, grade ${capacityGrade(bound, MEAN_AH)}.`;
}

const TREND = Array.from({ length: 50 }, (_, index) => ({ cycle: index + 1, meanAh: 2 - 0.001 * index }));

/** The fade of a group per 100 cycles. */
export function trendExample(): string {
  const change = changePer100(
    TREND.map(({ cycle }) => cycle),
    TREND.map(({ meanAh }) => meanAh),
  );
  return `50 cycles from 2 Ah on, 1 mAh less with each: ${exampleText(change === null ? null : 100 * change)} %.`;
}

/** The uncertainty of a coulombic efficiency by those of its capacities. */
export function efficiencyUncertaintyExample(): string {
  const [first] = exampleCycles();
  if (!first) return "";
  const { chargeCapacityAh, chargeCapacityUncertaintyAh, dischargeCapacityAh, dischargeCapacityUncertaintyAh } = first;
  const bound = efficiencyUncertainty(first.coulombicEfficiency, first);
  return `${exampleText(dischargeCapacityAh)} ± ${exampleText(dischargeCapacityUncertaintyAh)} Ah of ${exampleText(chargeCapacityAh)} ± ${exampleText(chargeCapacityUncertaintyAh)} Ah: ${exampleText(first.coulombicEfficiency)} ± ${exampleText(bound)}.`;
}

/** Capacities over throughput: neither cell has a cycle at 3 Ah. */
const OVER_THROUGHPUT = [
  { x: Float64Array.of(2, 4), y: Float64Array.of(1, 0.9) },
  { x: Float64Array.of(1, 5), y: Float64Array.of(0.8, 0.6) },
];
const PLACE_AH = 3;

/** Means over throughput, interpolated between cycles. */
export function otherAxesExample(): string {
  const values = OVER_THROUGHPUT.map(({ x, y }) => interpolated(x, y, firstNotBelow(x, PLACE_AH), PLACE_AH));
  const cells = OVER_THROUGHPUT.map(({ x, y }) => `${y.join(" and ")} Ah after ${x.join(" and ")} Ah moved`);
  const mean = groupStatistics(values)?.mean ?? null;
  return `cells of ${cells.join(", and of ")}: ${values.map(exampleText).join(" and ")} Ah after ${PLACE_AH} Ah, mean ${exampleText(mean)} Ah.`;
}
