import type { CurveRun } from "../curves/curve-samples";
import {
  capacityAtVoltages,
  capacityPerVolt,
  type Curve,
  voltageOverCapacity,
  voltPerCapacity,
} from "../curves/run-curves";
import { deltaQ } from "../curves/severson";
import { exampleText } from "./derived-entry";
import { EXAMPLE_CELL, EXAMPLE_ROWS, exampleRuns } from "./worked-example";

const GRID_V = 0.005;
const SMOOTHING = { method: "savgol", window: 11, order: 3 } as const;
const POINTS = 100;

/** The charge or discharge of a cycle of the example. */
function halfCycle(cycle: number, sign: 1 | -1): CurveRun {
  const found = exampleRuns(EXAMPLE_ROWS, EXAMPLE_CELL.nominalCapacityAh).find(
    ({ run }) => run.sentCycle === cycle && (sign > 0 ? run.chargeAs : run.dischargeAs) > 0,
  );
  if (!found) throw new RangeError(`the example has no cycle ${cycle}`);
  const { run, samples } = found;
  return { samples, sign, leadInS: run.leadInS, heldFromUs: run.heldFromUs, maxGapSeconds: null };
}

/** The value at the place nearest to `at`. */
function valueNear({ x, y }: Curve, at: number): number | null {
  const nearest = x.reduce(
    (best, place, index) => (Math.abs(place - at) < Math.abs((x[best] ?? 0) - at) ? index : best),
    0,
  );
  return y[nearest] ?? null;
}

/** V–Q of the charge of the example's first cycle, V at an Ah. */
export function voltageExample(): string {
  const { x, y } = voltageOverCapacity(halfCycle(1, 1), POINTS);
  const points = Array.from(
    x,
    (capacityAh, index) => `${exampleText(y[index] ?? null)} V at ${exampleText(capacityAh)} Ah`,
  );
  return `the first charge of the example: ${points.join(", ")}.`;
}

/** dQ/dV of the same, Ah/V. */
export function perVoltExample(): string {
  const curve = capacityPerVolt(halfCycle(1, 1), { gridV: GRID_V, smoothing: SMOOTHING });
  return `the first charge of the example moves 0.5 Ah from 3.1 to 3.7 V and 0.5 Ah from there to 4.2 V: ${exampleText(valueNear(curve, 3.4))} Ah/V at 3.4 V and ${exampleText(valueNear(curve, 4))} Ah/V at 4 V.`;
}

/** dV/dQ of the same, V/Ah. */
export function perCapacityExample(): string {
  const curve = voltPerCapacity(halfCycle(1, 1), { gridAh: null, smoothing: SMOOTHING });
  return `the same charge: ${exampleText(valueNear(curve, 0.25))} V/Ah at 0.25 Ah and ${exampleText(valueNear(curve, 0.75))} V/Ah at 0.75 Ah.`;
}

/** ΔQ(V) between the discharges of the example's two cycles, Ah, and its feature (Severson et al. 2019). */
export function deltaExample(): string {
  const [first, second] = [capacityAtVoltages(halfCycle(1, -1), GRID_V), capacityAtVoltages(halfCycle(2, -1), GRID_V)];
  const difference = deltaQ(first.y, second.y);
  const at = (voltage: number) => exampleText(valueNear({ x: first.x, y: difference.deltaAh, note: null }, voltage));
  return `both discharges of the example fall from 4 to 3.6 V in 0.5 Ah, and to 3.2 V in 0.5 and 0.45 Ah: ${at(3.8)} Ah at 3.8 V, ${at(3.4)} Ah at 3.4 V and ${exampleText(difference.minimumAh)} Ah at 3.2 V; \`log10Variance\` ${exampleText(difference.log10Variance)}.`;
}
