import { lifeBends } from "../ageing/cell-ageing";
import type { LifePoints } from "../ageing/life-points";
import { cellLife, lifeEnds } from "../cycles/cell-life";
import { exampleText } from "./derived-entry";
import { exampleCycles } from "./worked-example";

/** The first of two test cells of a report, Ah: one low cycle, and three running from the sixth on. */
const FADING_AH = [1.1, 0.8857, 0.88221, 0.87951, 0.88058, 0.87964, 0.87843, 0.877];
const END_OF_LIFE = 0.8;

const fading = () =>
  lifeEnds(
    FADING_AH.map((capacityAh, index) => ({ cycle: index + 1, capacityRetention: capacityAh / (FADING_AH[0] ?? 1) })),
    END_OF_LIFE,
  );

/** The end of life of a cell that was under 80 % once before. */
export function endOfLifeExample(): string {
  return `discharges of ${FADING_AH.join(", ")} Ah in cycles 1 to ${FADING_AH.length}. Cycle 4 lies under 80 % of the first, cycle 5 does not; cycles 6, 7 and 8 do. End of life: ${exampleText(fading().endOfLifeCycle)}.`;
}

/** Cycles to 95, 90, 80 and 70 % of the same cell. */
export function cyclesToExample(): string {
  const { cyclesTo } = fading();
  const texts = Object.entries(cyclesTo).map(
    ([retention, cycle]) => `to ${100 * Number(retention)} % ${exampleText(cycle)}`,
  );
  return `the same cell: ${texts.join(", ")}.`;
}

/** Efficiency and irreversible loss of the worked example's first cycle. */
export function firstCycleExample(): string {
  const life = cellLife(exampleCycles(), { referenceCycle: 1, endOfLifeRetention: END_OF_LIFE, polarity: "full_cell" });
  return `the cell of the example: ${exampleText(life.firstCycleEfficiency)}, and ${exampleText(life.irreversibleLossAh)} Ah.`;
}

/** 1 Ah that fades by so much a cycle, in Ah, more from each knot on. */
function bent(cycles: number, first: number, ...knots: readonly (readonly [knot: number, more: number])[]): LifePoints {
  const cycle = Float64Array.from({ length: cycles }, (_, index) => index + 1);
  const capacityAh = cycle.map((x) => {
    const faster = knots.reduce((sum, [knot, more]) => sum + more * Math.max(0, x - knot), 0);
    return 1 - first * (x - 1) - faster;
  });
  return { cycle, capacityAh };
}

/** The knee of a life with one bend (Bacon–Watts), and its 90 % interval. */
export function kneeExample(): string {
  const { knee } = lifeBends(bent(100, 0.001, [60, 0.003]));
  const straight = lifeBends(bent(100, 0.001));
  return `100 cycles from 1 Ah on, 1 mAh less with each up to cycle 60 and 4 mAh less from there on: ${exampleText(knee?.cycle ?? null)}. Without the bend: ${exampleText(straight.knee?.cycle ?? null)}.`;
}

/** The onset of a life with two bends (double Bacon–Watts). */
export function onsetExample(): string {
  const { onset, knee } = lifeBends(bent(200, 0.0005, [100, 0.0005], [150, 0.002]));
  const interval = knee ? `, ${exampleText(knee.from)} to ${exampleText(knee.to)}` : "";
  return `200 cycles, 0.5 mAh less with each, 1 mAh from cycle 100 and 3 mAh from cycle 150 on: onset ${exampleText(onset?.cycle ?? null)}, knee ${exampleText(knee?.cycle ?? null)}${interval}.`;
}
