import { z } from "zod";
import type { Cell } from "../../../data/cells/cell-reads";
import { inLab } from "../../../data/in-lab";
import { listCyclesOfCell } from "../../../data/series/cycle-reads";
import { CAPACITY_GRADES, capacityGrade, efficiencyUncertainty } from "../../../domain/cycles/quality/capacity-grade";
import type { CellCycle } from "../../../domain/cycles/cycle-metrics";
import { EFFICIENCY_UNCERTAINTY, METRIC_NAMES, METRICS, type MetricName } from "../../../domain/cycles/metrics";
import type { LabScope } from "../../../lab-scope";
import { timesUnderTest } from "../../../domain/cycles/time-under-test";
import { toIsoTime } from "../../../domain/samples/input-times";
import { cellAbout, withAboutCell } from "./about-cell";
import { cellWarnings, stepsOfTests } from "./cell-warnings";
import { cellOfPath } from "./cells";
import type { TestStep } from "../../../domain/cycles/test-steps";
import { columnDefinitions, toColumns } from "../../tables/table";
import { METRIC_UNITS } from "../groups/metric-definitions";
import { shownCycles } from "./shown-cycles";
import { defineOperation } from "../operation";
import { nothing, cellParams, time, nullableNumber, warnings } from "../shared-schemas";

const metricValues = Object.fromEntries(
  METRIC_NAMES.map((name) => [name, nullableNumber.meta({ description: METRICS[name].formula })]),
) as Record<(typeof METRIC_NAMES)[number], typeof nullableNumber>; // one entry a name

const grade = z.enum(CAPACITY_GRADES).nullable().meta({
  description: "The uncertainty as a share of the capacity: A up to 1e-4, B up to 1e-3, C up to 1e-2, else D",
});

export const cycleAnswer = z
  .object({
    cycle: z.int().meta({ description: "The cycler's number, or the detected one, plus the test's offset" }),
    test: z.string(),
    cyclerCycle: z.int(),
    ...metricValues,
    dischargeCapacityGrade: grade,
    chargeCapacityGrade: grade,
    coulombicEfficiencyUncertainty: nullableNumber.meta({ description: EFFICIENCY_UNCERTAINTY.formula }),
    startedAt: time,
    endedAt: time,
    timeUnderTestS: nullableNumber.meta({
      description:
        "s that the cell had been under test when the cycle ended: what its cycles up to that took, of all its tests in order, without what lies between those",
    }),
    sampleCount: z.int(),
    complete: z.boolean(),
    partial: z.boolean(),
    tags: z.array(z.string()).meta({
      description:
        "`formation`, `check_up` or `ageing`, by hand or else by rule, then the lab's own tags; see /api/v1/cells/{name}/tags",
    }),
    excluded: z.boolean().meta({ description: "Excluded from statistics by a person; see /api/v1/exclusions" }),
    formulaVersion: z.int().meta({
      description:
        "Version of the formulas that computed it. Workers recompute older ones in the background; a cycle whose raw samples have expired keeps its own",
    }),
    warnings,
  })
  .meta({ id: "Cycle" });

const cyclesAnswer = z.object({
  cell: z.string(),
  referenceCycle: z.int().nullable().meta({ description: "The cycle that `capacityRetention` refers to" }),
  cycles: z.array(cycleAnswer),
  warnings,
  about: cellAbout,
});

const UNITS = { ...METRIC_UNITS, coulombicEfficiencyUncertainty: EFFICIENCY_UNCERTAINTY.unit };

export const listCyclesOperation = defineOperation({
  method: "GET",
  path: "/api/v1/cells/{name}/cycles",
  summary: "The metrics of a cell, cycle by cycle",
  keyScopes: ["read"],
  granted: { kind: "cell", read: "cycles" },
  params: cellParams,
  query: nothing,
  body: null,
  answer: { status: 200, description: "Its cycles by shown number", schema: cyclesAnswer },
  table: ({ cycles, about, ...ofAll }) => ({
    columns: toColumns(cycleAnswer, cycles),
    about: { ...ofAll, ...about, units: UNITS, definitions: columnDefinitions(cycleAnswer) },
  }),
  refusals: ["not_found"],
});

/** Every cycle of a cell with its metrics, and what its readers should know of it. */
export async function listCycleViews(scope: LabScope, { params }: { params: { name: string } }) {
  const cell = await cellOfPath(scope, params);
  const { steps, ofRuns } = await stepsOfTests(scope, cell);
  const shown = await shownCycles(scope, cell);
  const { cycles, referenceCycle, ambiguousCycles } = shown;
  const underTest = timesUnderTest(cycles);
  const testNames = new Map(cell.tests.map(({ testId, name }) => [testId, name]));
  const ofSteps = [gapWarnings(steps), uncoveredWarnings(steps)];
  return {
    cell: cell.name,
    referenceCycle,
    cycles: cycles.map((cycle) => ({
      ...cycleView(cycle, testNames.get(cycle.testId) ?? ""),
      timeUnderTestS: underTest.get(cycle) ?? null,
      warnings: [
        ...(ambiguousCycles.has(cycle.cycle) ? [{ message: AMBIGUOUS_CYCLE }] : []),
        ...ofSteps.flatMap((warnings) => warnings.get(keyOf(cycle.testId, cycle.cyclerCycle)) ?? []),
      ],
    })),
    warnings: cellWarnings(cell, { ofRuns, ...shown }),
  };
}

export const listCyclesWithAbout = withAboutCell(listCycleViews, () => ({}));

const AMBIGUOUS_CYCLE = "Two tests show this number; statistics take the one of the test that started later.";

const keyOf = (testId: number, cyclerCycle: number) => `${testId}:${cyclerCycle}`;

function gapWarnings(stepsOfTests: ReadonlyMap<number, readonly TestStep[]>): Map<string, { message: string }[]> {
  const warnings = new Map<string, { message: string }[]>();
  for (const [testId, steps] of stepsOfTests) {
    for (const { hasGap, cyclerCycle, index, longestIntervalS } of steps) {
      if (!hasGap) continue;
      const key = keyOf(testId, cyclerCycle);
      const message = `Step ${index} has a gap of ${Math.round(longestIntervalS)} s between samples.`;
      warnings.set(key, [...(warnings.get(key) ?? []), { message }]);
    }
  }
  return warnings;
}

/** A cycle of which more than this share of its time under current is covered by nothing leaves a warning. */
const UNCOVERED_SHARE = 0.01;

/** @see contract.md, "Uncovered" */
function uncoveredWarnings(stepsOfTests: ReadonlyMap<number, readonly TestStep[]>): Map<string, { message: string }[]> {
  const warnings = new Map<string, { message: string }[]>();
  for (const [testId, steps] of stepsOfTests) {
    for (const [cyclerCycle, own] of Map.groupBy(steps, (step) => step.cyclerCycle)) {
      const uncoveredS = own.reduce((sum, step) => sum + (step.uncoveredS ?? 0), 0);
      const currentS = own.reduce((sum, { mode, durationS }) => sum + (mode === "rest" ? 0 : durationS), 0);
      if (currentS === 0 || uncoveredS <= UNCOVERED_SHARE * currentS) continue;
      const share = ((100 * uncoveredS) / currentS).toFixed(1);
      const message =
        `${Math.round(uncoveredS)} s between runs, ${share} % of the time under current, are covered by no samples: ` +
        "capacity and energy lack what flowed then. Send stepTime, or log the first sample of a step when it begins.";
      warnings.set(keyOf(testId, cyclerCycle), [{ message }]);
    }
  }
  return warnings;
}

function cycleView(cycle: CellCycle, test: string) {
  return {
    cycle: cycle.cycle,
    test,
    cyclerCycle: cycle.cyclerCycle,
    ...metricsOf(cycle),
    dischargeCapacityGrade: capacityGrade(cycle.dischargeCapacityUncertaintyAh, cycle.dischargeCapacityAh),
    chargeCapacityGrade: capacityGrade(cycle.chargeCapacityUncertaintyAh, cycle.chargeCapacityAh),
    coulombicEfficiencyUncertainty: efficiencyUncertainty(cycle.coulombicEfficiency, cycle),
    startedAt: toIsoTime(cycle.startedAtUs),
    endedAt: toIsoTime(cycle.endedAtUs),
    sampleCount: cycle.sampleCount,
    complete: cycle.isComplete,
    partial: cycle.isPartial,
    tags: [...cycle.tags],
    excluded: cycle.isExcluded,
    formulaVersion: cycle.formulaVersion,
  };
}

function metricsOf(cycle: CellCycle): Record<MetricName, number | null> {
  const entries = METRIC_NAMES.map((name) => [name, cycle[name]] as const);
  return Object.fromEntries(entries) as Record<MetricName, number | null>; // one entry a name
}

/** The time range of the cycles of that shown number, and the tests that have one; null when none does. */
export async function rangeOfCycle(scope: LabScope, cell: Cell, shownNumber: number) {
  const stored = await inLab(scope, (tx) => listCyclesOfCell(scope, tx, cell));
  const offsets = new Map(cell.tests.map(({ testId, cycleOffset }) => [testId, cycleOffset]));
  const requested = stored.filter(
    ({ testId, cyclerCycle }) => cyclerCycle + (offsets.get(testId) ?? 0) === shownNumber,
  );
  if (requested.length === 0) return null;
  return {
    testIds: requested.map(({ testId }) => testId),
    fromUs: Math.min(...requested.map(({ startedAtUs }) => startedAtUs)),
    toUs: Math.max(...requested.map(({ endedAtUs }) => endedAtUs)),
  };
}
