import type { LoadedCurve } from "@/app/_charts/curves/prepare-curves";
import type { CellCycles } from "@/server/domain/cells/cell-page";
import { chooseEvenly } from "@/server/domain/curves/curve-kinds";
import { voltageOverCapacity } from "@/server/domain/curves/run-curves";
import { closeRun } from "@/server/domain/cycles/close-run";
import { type CellMetricSettings, cellCycles } from "@/server/domain/cycles/cycle-metrics";
import { toCycleQuantities } from "@/server/domain/cycles/cycle-totals";
import { METRIC_NAMES } from "@/server/domain/cycles/metrics";
import { type Run, splitIntoRuns } from "@/server/domain/cycles/runs";
import { largestCurrentA, restCurrentA } from "@/server/domain/cycles/shown-steps";
import { tallyRuns } from "@/server/domain/cycles/test-tally";
import {
  COLUMN_NAMES,
  createSampleColumns,
  floatAt,
  type SampleColumns,
  sliceSamples,
} from "@/server/domain/samples/sample-columns";
import { thinSamples } from "@/server/domain/samples/thin-points";

/** What the charts of a cell are drawn from, of a test that no lab has. */
export type Scratch = {
  found: CellCycles;
  curves: LoadedCurve[];
  /** Times in Unix ms. */
  points: { time: number[]; voltage: number[]; current: number[]; temperature: (number | null)[] };
};

type RunOfTest = { run: Run; samples: SampleColumns; cycle: number };

const MAX_CURVES = 50;
const CURVE_POINTS = 200;
const TIME_POINTS = 4000;
const US_PER_MS = 1000;
/** Nothing follows: the last cycle is as finished as the file. */
const ENDED = { cycleStartsWith: "charge", endedAtUs: Number.MAX_SAFE_INTEGER } as const;
const NO_SETTINGS: CellMetricSettings = {
  ...{ polarity: "full_cell", referenceCycle: null, formationCycles: 0, excluded: [], tags: [] },
  ...{ checkUpMaxRateC: null, nominalCapacityAh: null, activeMassG: null, electrodeAreaCm2: null },
};

/** All samples of a test, in order, from the parts that its file was read in. */
export function joinedSamples(parts: readonly SampleColumns[]): SampleColumns {
  const joined = createSampleColumns(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    for (const name of COLUMN_NAMES) joined[name].set(part[name], at);
    at += part.length;
  }
  return joined;
}

/** The cycles and curves of a test, by the functions that compute those of labs, for a cell without settings. */
export function prepareScratch(samples: SampleColumns, test: string): Scratch {
  const { runs, cycles } = talliedOf(samples);
  return { found: foundOf(cycles, test), curves: curvesOf(runs, test), points: pointsOf(samples) };
}

function talliedOf(samples: SampleColumns) {
  const open = splitIntoRuns(samples, null, null);
  const restBelowA = restCurrentA(
    null,
    open.reduce((largest, run) => Math.max(largest, largestCurrentA(run)), 0),
  );
  let from = 0;
  const closed = open.map((run) => {
    const own = sliceSamples(samples, from, from + run.sampleCount);
    from += run.sampleCount;
    return { run: { ...run, ...closeRun(run, own, { restBelowA, maxGapSeconds: null }) }, samples: own };
  });
  const tallied = tallyRuns(
    closed.map(({ run }) => run),
    { nominalCapacityAh: null, ...ENDED },
  );
  const runs = closed.map((one, index): RunOfTest => ({ ...one, cycle: tallied?.runCycles[index] ?? 0 }));
  return { runs, cycles: tallied?.cycles ?? [] };
}

function foundOf(tallied: ReturnType<typeof talliedOf>["cycles"], test: string): CellCycles {
  const stored = tallied.map((cycle) => ({
    ...toCycleQuantities(cycle),
    ...{ testId: 0, cyclerCycle: cycle.cycle, startedAtUs: cycle.firstTimeUs, endedAtUs: cycle.lastTimeUs },
    ...{ isComplete: cycle.isComplete, isPartial: cycle.isPartial },
  }));
  const { cycles, referenceCycle } = cellCycles(stored, [{ testId: 0, cycleOffset: 0 }], NO_SETTINGS);
  const metrics: CellCycles["metrics"] = {};
  for (const name of METRIC_NAMES) {
    const values = cycles.map((cycle) => cycle[name]);
    if (values.some((value) => value !== null)) metrics[name] = values;
  }
  return {
    ...{ referenceCycle, metrics, warnings: [] },
    cycles: cycles.map((cycle) => ({
      ...{ cycle: cycle.cycle, test, sampleCount: cycle.sampleCount, tags: [...cycle.tags], warnings: [] },
      ...{ startedAtMs: cycle.startedAtUs / US_PER_MS, endedAtMs: cycle.endedAtUs / US_PER_MS },
      underTestS: null,
      ...{ isComplete: cycle.isComplete, isPartial: cycle.isPartial, isExcluded: false },
    })),
  };
}

/** Of each cycle the charge and the discharge that moved most; of many cycles some, evenly chosen. */
function curvesOf(runs: readonly RunOfTest[], test: string): LoadedCurve[] {
  const byCycle = Map.groupBy(runs, ({ cycle }) => cycle);
  return chooseEvenly([...byCycle.keys()], MAX_CURVES).flatMap((cycle) =>
    (["charge", "discharge"] as const).flatMap((mode): LoadedCurve[] => {
      const moved = ({ run }: RunOfTest) => (mode === "charge" ? run.chargeAs : run.dischargeAs);
      const [largest] = [...(byCycle.get(cycle) ?? [])].sort((left, right) => moved(right) - moved(left));
      if (!largest || moved(largest) === 0) return [];
      const { run, samples } = largest;
      const sign = mode === "charge" ? 1 : -1;
      const curve = voltageOverCapacity(
        { samples, sign, leadInS: run.leadInS ?? 0, heldFromUs: null, maxGapSeconds: null },
        CURVE_POINTS,
      );
      return [{ cycle, test, mode, x: [...curve.x], y: [...curve.y], note: curve.note }];
    }),
  );
}

function pointsOf(samples: SampleColumns): Scratch["points"] {
  const kept = [...thinSamples(samples, TIME_POINTS)];
  const pick = (column: Float64Array) => kept.map((index) => floatAt(column, index));
  return {
    time: pick(samples.timeUs).map((timeUs) => timeUs / US_PER_MS),
    voltage: pick(samples.voltageV),
    current: pick(samples.currentA),
    temperature: pick(samples.temperatureC).map((value) => (Number.isFinite(value) ? value : null)),
  };
}
