import { entryAt } from "../samples/sample-columns";
import { addRun, type CycleTotals, startCycle } from "./cycle-totals";
import type { Run } from "./runs";
import { joinStep, largestStepAfter, type OpenStep } from "./open-step";
import {
  afterStep,
  assignCycles,
  type CycleSettings,
  type Detection,
  stepCounts,
  type TalliedCycle,
  toTallied,
} from "./cycle-rules";
import {
  countingThresholdAs,
  derivedMode,
  isSameShownStep,
  largestCurrentA,
  movedAs,
  restCurrentA,
  type StepThresholds,
  toShownSteps,
} from "./shown-steps";

/**
 * What a test must remember so that a batch of newer samples costs the same however long the test and its cycle are.
 * All runs but the last are *folded* into it; the last one may still grow, so it stays apart and is folded when the
 * next begins.
 */
export type TestTally = {
  /** Cycle of the last folded run, and the totals of that cycle over the folded runs. */
  folded: CycleTotals | null;
  /** Cycle that the last, unfolded run was given. */
  openCycle: number;
  /** The open run went back to a cycle that has earlier runs than the folded one. */
  wentBack: boolean;
  /** A cycle number that was sent is lower than one before it. */
  hasFallenNumber: boolean;
  firstCycle: number;
  largestCycle: number;
  hasNumbers: boolean;
  detectionBeforeStep: Detection;
  step: OpenStep | null;
  /** Over all runs, the open one included. */
  largestCurrentA: number;
  /** Over the shown steps of the folded runs: the open run may still leave the step that it now goes on with. */
  largestStepAs: number;
  /** Over the folded runs and closed steps: what a rising threshold would reclassify first. Null: nothing. */
  smallestActiveA: number | null;
  smallestCountingAs: number | null;
  /** Over the cycles before the folded one that are not partial: the smaller of charge and discharge. */
  smallestFullAs: number | null;
};

export type TallyResult = {
  tally: TestTally;
  /** The cycle of each run handed in, in order. */
  runCycles: number[];
  /** The cycles touched, or all of them after a recomputation. */
  cycles: TalliedCycle[];
};

const smaller = (left: number | null, right: number): number => (left === null ? right : Math.min(left, right));

/**
 * Cycles of a whole test, from all its runs: what a late or corrected sample, a changed setting or a risen threshold asks for.
 * Costs runs, not samples.
 * @param runs every run of the test, in order
 * @returns null for a test without runs
 */
export function tallyRuns(runs: readonly Run[], settings: CycleSettings): TallyResult | null {
  const [firstRun, lastRun] = [runs[0], runs.at(-1)];
  if (!firstRun || !lastRun) return null;
  const testLargestA = runs.reduce((largest, run) => Math.max(largest, largestCurrentA(run)), 0);
  const restA = restCurrentA(settings.nominalCapacityAh, testLargestA);
  const testLargestStepAs = toShownSteps(runs, restA).reduce((largest, step) => Math.max(largest, movedAs(step)), 0);
  const thresholds = {
    restCurrentA: restA,
    countingAs: countingThresholdAs(settings.nominalCapacityAh, testLargestStepAs),
  };
  const runCycles = assignCycles(runs, thresholds, settings);
  const totals = new Map<number, CycleTotals>();
  let tally = emptyTally(runs.some((run) => run.sentCycle !== null));
  runs.forEach((run, index) => {
    const cycle = entryAt(runCycles, index);
    if (index === 0) tally.firstCycle = cycle;
    if (index < runs.length - 1) tally = foldRun(tally, run, thresholds, settings);
    const soFar = totals.get(cycle);
    const sum = soFar ? addRun(soFar, run, restA) : startCycle(cycle, run, restA);
    totals.set(cycle, sum);
    if (index === runs.length - 2) tally.folded = sum;
  });
  const cycles = [...totals.values()].map((sum) =>
    toTallied(sum, sum.cycle === tally.firstCycle, thresholds, lastRun, settings.endedAtUs),
  );
  for (const cycle of cycles) {
    tally.largestCycle = Math.max(tally.largestCycle, cycle.cycle);
    if (cycle.cycle !== tally.folded?.cycle && cycle.cycle !== runCycles.at(-1) && !cycle.isPartial) {
      tally.smallestFullAs = smaller(tally.smallestFullAs, Math.min(cycle.chargeAs, cycle.dischargeAs));
    }
  }
  tally.openCycle = runCycles.at(-1) as number;
  const openTotals = totals.get(tally.openCycle);
  const beginsItsCycle =
    openTotals?.firstTimeUs === lastRun.firstTimeUs && openTotals.firstRecord === lastRun.firstRecord;
  tally.wentBack = tally.openCycle !== tally.folded?.cycle && !beginsItsCycle;
  tally.largestCurrentA = testLargestA;
  tally.hasFallenNumber = hasFallenNumber(runs);
  return { tally, runCycles, cycles };
}

function hasFallenNumber(runs: readonly Run[]): boolean {
  let highest = 0;
  return runs.some(({ sentCycle }) => {
    highest = Math.max(highest, sentCycle ?? 0);
    return sentCycle !== null && sentCycle < highest;
  });
}

function emptyTally(hasNumbers: boolean): TestTally {
  return {
    folded: null,
    openCycle: 0,
    wentBack: false,
    hasFallenNumber: false,
    firstCycle: 0,
    largestCycle: 0,
    hasNumbers,
    detectionBeforeStep: { cycle: 1, sawOther: false },
    step: null,
    largestCurrentA: 0,
    largestStepAs: 0,
    smallestActiveA: null,
    smallestCountingAs: null,
    smallestFullAs: null,
  };
}

/** The tally with one more run folded into its step and detection; cycle totals are the caller's. */
function foldRun(tally: TestTally, run: Run, thresholds: StepThresholds, settings: CycleSettings): TestTally {
  const { step } = tally;
  const mode = derivedMode(run, thresholds.restCurrentA);
  const open = joinStep(step, run, mode);
  const grown = {
    ...tally,
    step: open,
    smallestActiveA: smallestActiveWith(tally, run, thresholds.restCurrentA),
    largestStepAs: Math.max(tally.largestStepAs, movedAs(open)),
  };
  if (!step || isSameShownStep(step.lastRun, step.mode, run, mode)) return grown;
  const counts = stepCounts(step, thresholds);
  return {
    ...grown,
    smallestCountingAs: counts ? smaller(tally.smallestCountingAs, movedAs(step)) : tally.smallestCountingAs,
    detectionBeforeStep: afterStep(tally.detectionBeforeStep, step.mode, counts, settings.cycleStartsWith),
  };
}

/**
 * The currents of a run that a threshold tells from rest: its largest, those on both sides of its edges, and the last of a closed one. The
 * first current of a test also says whether its first cycle begins under current.
 */
function smallestActiveWith(tally: TestTally, run: Run, restBelowA: number): number | null {
  const currents = [run.firstCurrentA, run.previousCurrentA, run.innerEdgeFromA, run.innerEdgeToA, run.closedUpToA];
  const candidates = [largestCurrentA(run), ...currents.map((currentA) => Math.abs(currentA ?? 0))].filter(
    (currentA) => currentA > 0 && currentA >= restBelowA,
  );
  return candidates.reduce<number | null>(smaller, tally.smallestActiveA);
}

/**
 * The tally of a test after samples newer than all before, at a cost that does not depend on what came before.
 * @param tally of the runs so far
 * @param runs the last run so far, as it is now, and those after it
 * @returns null when the new samples change what older runs mean (a threshold rose past one of them, the first cycle number arrived, a
 *   step of several runs began to count): then `tallyRuns` over all runs is asked for
 */
export function extendTally(tally: TestTally, runs: readonly Run[], settings: CycleSettings): TallyResult | null {
  const lastRun = runs.at(-1);
  if (!lastRun) throw new RangeError("extendTally needs the open run");
  if (tally.wentBack || (!tally.hasNumbers && runs.some((run) => run.sentCycle !== null))) return null;
  const thresholds = risenThresholds(tally, runs, settings);
  if (wouldReclassify(tally, thresholds)) return null;

  const walk = walkRuns(tally, runs, thresholds, settings);
  if (walk === null) return null;
  const { next, last } = walk;
  const touched = [...walk.closed, last].map((totals) =>
    toTallied(totals, totals.cycle === next.firstCycle, thresholds, lastRun, settings.endedAtUs),
  );
  const full = touched.filter(
    ({ cycle, isPartial }) => !isPartial && cycle !== next.folded?.cycle && cycle !== last.cycle,
  );
  for (const cycle of full) {
    next.smallestFullAs = smaller(next.smallestFullAs, Math.min(cycle.chargeAs, cycle.dischargeAs));
  }
  next.openCycle = last.cycle;
  next.largestCurrentA = runs.reduce((largest, run) => Math.max(largest, largestCurrentA(run)), tally.largestCurrentA);
  return { tally: next, runCycles: walk.runCycles, cycles: touched };
}

/** Where the runs so far have led: the tally with all but the last folded into it, and the cycles that are over and under way. */
type Walk = { next: TestTally; runCycles: number[]; closed: CycleTotals[]; last: CycleTotals };

/** Gives each run its cycle, one after the other; null where that would change the cycle of older runs. */
function walkRuns(
  tally: TestTally,
  runs: readonly Run[],
  thresholds: StepThresholds,
  settings: CycleSettings,
): Walk | null {
  let next = { ...tally };
  let current: CycleTotals | null = tally.folded;
  const restA = thresholds.restCurrentA;
  const closed: CycleTotals[] = [];
  const runCycles: number[] = [];
  for (const [index, run] of runs.entries()) {
    const cycle = nextCycle(next, current, run, thresholds, settings);
    if (cycle === null || leavesOpenCycle(tally, index, cycle)) return null;
    runCycles.push(cycle);
    if (current !== null && current.cycle !== cycle) {
      if (goesOnWithOlder(tally, next, index, cycle)) return null;
      closed.push(current);
    }
    current = current?.cycle === cycle ? addRun(current, run, restA) : startCycle(cycle, run, restA);
    next = { ...next, largestCycle: Math.max(next.largestCycle, cycle) };
    if (index < runs.length - 1) next = { ...foldRun(next, run, thresholds, settings), folded: current };
  }
  return current && { next, runCycles, closed, last: current };
}

/** The open run, which is the first, was given a cycle of its own that it would lose. */
const leavesOpenCycle = (tally: TestTally, index: number, cycle: number) =>
  index === 0 && cycle !== tally.openCycle && tally.openCycle !== tally.folded?.cycle;

/** The run would go on with a cycle before the one under way; that of the open run is known to be its own. */
const goesOnWithOlder = (tally: TestTally, next: TestTally, index: number, cycle: number) =>
  cycle <= next.largestCycle && !(index === 0 && cycle === tally.openCycle);

/** The cycle of the next run, or null when giving it one would move runs that already have another. */
function nextCycle(
  tally: TestTally,
  current: CycleTotals | null,
  run: Run,
  thresholds: StepThresholds,
  settings: CycleSettings,
): number | null {
  if (tally.hasNumbers) return run.sentCycle ?? current?.cycle ?? tally.openCycle;
  const { step } = tally;
  const cycleWith = ({ detectionBeforeStep }: TestTally, open: OpenStep) =>
    afterStep(detectionBeforeStep, open.mode, stepCounts(open, thresholds), settings.cycleStartsWith).cycle;
  const isOther = (cycle: number) => current !== null && cycle !== current.cycle;
  // The folded runs of the open step were given this cycle; they keep it only while it still holds.
  if (step && isOther(cycleWith(tally, step))) return null;
  const after = foldRun(tally, run, thresholds, settings);
  if (!after.step) throw new RangeError("folding a run leaves an open step");
  const cycle = cycleWith(after, after.step);
  const joinsStep = step !== null && isSameShownStep(step.lastRun, step.mode, run, after.step.mode);
  return joinsStep && isOther(cycle) ? null : cycle;
}

function risenThresholds(tally: TestTally, runs: readonly Run[], settings: CycleSettings): StepThresholds {
  const largestA = runs.reduce((largest, run) => Math.max(largest, largestCurrentA(run)), tally.largestCurrentA);
  const restA = restCurrentA(settings.nominalCapacityAh, largestA);
  return {
    restCurrentA: restA,
    countingAs: countingThresholdAs(settings.nominalCapacityAh, largestStepAfter(tally, runs, restA)),
  };
}

/** Whether a threshold rose past something that was classified by the lower one. */
function wouldReclassify(tally: TestTally, thresholds: StepThresholds): boolean {
  const isBelow = (value: number | null, threshold: number) => value !== null && value < threshold;
  return (
    isBelow(tally.smallestActiveA, thresholds.restCurrentA) ||
    isBelow(tally.smallestCountingAs, thresholds.countingAs) ||
    isBelow(tally.smallestFullAs, thresholds.countingAs)
  );
}
