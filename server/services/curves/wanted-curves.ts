import type { LabTransaction } from "../../data/in-lab";
import {
  type CurveCell,
  listCycleNumbers,
  listLargestRuns,
  listRunsOfStep,
  listWholeCycles,
  type Stretch,
} from "../../data/series/curve-reads";
import type { CycleRange } from "../../domain/cells/exclusions";
import { chooseEvenly, type CurveMaking, type MadeCurve } from "../../domain/curves/curve-kinds";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";

/** More curves are no picture. */
const MAX_CYCLES = 50;
/** Of all cycles asked for: read in a few seconds. */
export const MAX_SAMPLES = 1_000_000;

/** A curve of a cycle of a cell, or of one of its steps. */
export type CycleCurve = MadeCurve & {
  /** As shown. */
  cycle: number;
  test: string;
  /** Null for a whole cycle. */
  mode: "charge" | "discharge" | null;
};

export type RequestedCurves = {
  /** Its name. */
  cell: string;
  /** Name of one of its tests; null for all. */
  test: string | null;
  /** By shown numbers; null for all. Of more than 50 cycles so many are chosen evenly. */
  cycles: readonly CycleRange[] | null;
  /** Whether fewer are chosen where these hold more samples than are read at once. */
  mayBeFewer: boolean;
  /** Of each the step that moved most in the cycle; null for whole cycles. */
  modes: readonly ("charge" | "discharge")[] | null;
  /** Of each the step of this number in the cycler's program instead; null for none. */
  step: number | null;
  making: CurveMaking;
};

/** A stretch of samples of which a curve is made. */
export type Wanted = Stretch & { shown: Omit<CycleCurve, keyof MadeCurve>; madeOf: string };

/** How many cycles were chosen of those asked for, where samples and not the number of curves bounded them. */
export type FewerCycles = { chosen: number; of: number };

type CurvesOfCell = Pick<RequestedCurves, "cycles" | "mayBeFewer" | "modes" | "step"> & { cell: CurveCell };

/** The stretches of samples that are asked for, in order of shown cycles. */
export async function listWanted(
  scope: LabScope,
  tx: LabTransaction,
  requested: CurvesOfCell,
): Promise<{ wanted: Wanted[]; fewer: FewerCycles | null }> {
  const { cell, modes, step } = requested;
  const tests = new Map(cell.tests.map((test) => [test.testId, test]));
  const shownOf = ({ testId, cyclerCycle }: { testId: number; cyclerCycle: number }) =>
    cyclerCycle + (tests.get(testId)?.cycleOffset ?? 0);
  const all = (await listCycleNumbers(scope, tx, cell))
    .filter((cycle) => tests.has(cycle.testId) && isRequested(shownOf(cycle), requested.cycles))
    .sort((left, right) => shownOf(left) - shownOf(right) || left.testId - right.testId);
  const signs = modes?.map((mode) => (mode === "charge" ? 1 : -1));
  const stretchesOf = (cycles: typeof all) => {
    if (step !== null) return listRunsOfStep(scope, tx, { cycles, step });
    return signs ? listLargestRuns(scope, tx, { cycles, signs }) : listWholeCycles(scope, tx, { cycles });
  };
  const { stretches, fewer } = requested.mayBeFewer
    ? await fittingStretches(all, stretchesOf)
    : { stretches: await stretchesOf(chooseEvenly(all, MAX_CYCLES)), fewer: null };
  const wanted = stretches
    .sort((left, right) => shownOf(left) - shownOf(right) || left.testId - right.testId || right.sign - left.sign)
    .map((stretch) => ({
      ...stretch,
      madeOf: madeOf(stretch, cell),
      shown: {
        cycle: shownOf(stretch),
        test: tests.get(stretch.testId)?.name ?? "",
        mode: stretch.sign === 0 ? null : stretch.sign === 1 ? ("charge" as const) : ("discharge" as const),
      },
    }));
  return { wanted, fewer };
}

/**
 * Of as many cycles as fit, chosen evenly. It goes by what they hold, be their curves kept or not: the same question has the same answer.
 * @param stretchesOf what is read of some cycles
 */
export async function fittingStretches<Cycle, Read extends Pick<Stretch, "sampleCount" | "isKept">>(
  all: readonly Cycle[],
  stretchesOf: (cycles: Cycle[]) => Promise<Read[]>,
): Promise<{ stretches: Read[]; fewer: FewerCycles | null }> {
  const most = Math.min(all.length, MAX_CYCLES);
  for (let count = most; ; ) {
    const stretches = await stretchesOf(chooseEvenly(all, count));
    const samples = samplesOf(stretches.filter(({ isKept }) => isKept));
    if (samples <= MAX_SAMPLES || count <= 1) {
      return { stretches, fewer: count < most ? { chosen: count, of: all.length } : null };
    }
    count = Math.max(1, Math.min(count - 1, Math.floor((count * MAX_SAMPLES) / samples)));
  }
}

const samplesOf = (stretches: readonly Pick<Stretch, "sampleCount">[]) =>
  stretches.reduce((sum, { sampleCount }) => sum + sampleCount, 0);

/** @throws AppError `too_large` */
export function refuseTooMany(stretches: readonly Stretch[]): void {
  const count = samplesOf(stretches);
  if (count <= MAX_SAMPLES) return;
  throw new AppError(
    "too_large",
    `These cycles hold ${count} samples; ${MAX_SAMPLES} are read at once. Ask for fewer cycles, or for one mode.`,
  );
}

const isRequested = (cycle: number, ranges: readonly CycleRange[] | null) =>
  ranges === null || ranges.some(({ from, to }) => from <= cycle && cycle <= to);

/** Everything beside the making that a curve depends on: a curve that says the same is the same. */
function madeOf(stretch: Stretch, { maxGapSeconds }: CurveCell): string {
  const { samplesVersion, to, sampleCount, leadInS, heldFromUs } = stretch;
  return JSON.stringify([samplesVersion, to.timeUs, to.record, sampleCount, leadInS, heldFromUs, maxGapSeconds]);
}
