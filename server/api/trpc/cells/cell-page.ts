import { type Cell, findNeighbourNames } from "../../../data/cells/cell-reads";
import { listMetadataFields } from "../../../data/cells/metadata-field-reads";
import { inLab, type LabTransaction } from "../../../data/in-lab";
import { inLabConfig } from "../../../data/in-lab-config";
import { listCycleNumbers } from "../../../data/series/curve-reads";
import { listCellActivity } from "../../../data/series/cell-activity-reads";
import { listRunClocks } from "../../../data/series/run-reads";
import { listSamplesBetween } from "../../../data/series/sample-reads";
import { listActivityOfCell } from "../../../data/series/test-state-reads";
import type { CellCycles, CellHead, LatestSample, PageStep, PageStepPart } from "../../../domain/cells/cell-page";
import { METRIC_NAMES, type MetricName } from "../../../domain/cycles/metrics";
import { floatAt } from "../../../domain/samples/sample-columns";
import { type TestClock, testClock } from "../../../domain/samples/test-clock";
import { FORMULA_VERSION } from "../../../domain/cycles/stored-quantities";
import type { LabScope } from "../../../lab-scope";
import { listCycleViews } from "../../rest/cells/cell-cycles";
import { listStepViews } from "../../rest/cells/cell-steps";
import { cellOfPath } from "../../rest/cells/cells";
import { toRow } from "./cell-sheet";

const US_PER_MS = 1000;

/** What a cell is, what it does and what was measured of it last. @throws AppError `not_found` */
export async function cellHead(scope: LabScope, name: string): Promise<CellHead> {
  const cell = await cellOfPath(scope, { name });
  const { activity, latest } = await inLab(scope, async (tx) => {
    const [activity] = await listCellActivity(scope, tx, { limit: 1, cellIds: [cell.cellId] });
    const tests = await listActivityOfCell(scope, tx, cell);
    return { activity, latest: await findLatest(scope, tx, { cell, activity: tests }) };
  });
  const { fields, previous, next } = await inLabConfig(scope, async (tx) => ({
    fields: await listMetadataFields(scope, tx),
    ...(await findNeighbourNames(scope, tx, { name: cell.name })),
  }));
  const row = toRow(cell, activity, Date.now());
  if (scope.narrowedTo === null) return { cell: row, fields, latest, previous, next };
  // Whoever sees this cell alone learns neither of others nor what the lab tells them apart by.
  const own = fields.filter(({ name }) => row.metadata[name] !== undefined).map((field) => ({ ...field, options: [] }));
  return { cell: row, fields: own, latest, previous: null, next: null };
}

type Activity = Awaited<ReturnType<typeof listActivityOfCell>>;

async function findLatest(
  scope: LabScope,
  tx: LabTransaction,
  { cell, activity }: { cell: Cell; activity: Activity },
): Promise<LatestSample | null> {
  const [last] = [...activity].sort((left, right) => right.lastTimeUs - left.lastTimeUs);
  if (!last) return null;
  const { testId } = last;
  const identity = { timeUs: last.lastTimeUs, record: last.lastRecord };
  const samples = await listSamplesBetween(scope, tx, { testId, from: identity, to: identity });
  const numbers = await listCycleNumbers(scope, tx, cell);
  const test = cell.tests.find((one) => one.testId === testId);
  const cyclerCycle = numbers.findLast((cycle) => cycle.testId === testId)?.cyclerCycle;
  return {
    atMs: last.lastTimeUs / US_PER_MS,
    cycle: cyclerCycle === undefined ? null : cyclerCycle + (test?.cycleOffset ?? 0),
    test: test?.name ?? "",
    // Raw samples are not kept for ever; the current of the last one is kept with its run.
    voltageV: measured(samples.voltageV),
    currentA: measured(samples.currentA) ?? last.lastCurrentA,
    temperatureC: measured(samples.temperatureC),
  };
}

function measured(column: Float64Array): number | null {
  const value = column.length > 0 ? floatAt(column, 0) : Number.NaN;
  return Number.isNaN(value) ? null : value;
}

/** The cycles of a cell with their metrics as columns, without those that no cycle has. @throws AppError `not_found` */
export async function cyclesOfCell(scope: LabScope, name: string): Promise<CellCycles> {
  const { referenceCycle, cycles, warnings } = await listCycleViews(scope, { params: { name } });
  const metrics: CellCycles["metrics"] = {};
  for (const metric of METRIC_NAMES) {
    const values = valuesOf(cycles, metric);
    if (values.some((value) => value !== null)) metrics[metric] = values;
  }
  return {
    referenceCycle,
    metrics,
    warnings: warnings.map(({ message }) => message),
    cycles: cycles.map((cycle) => ({
      cycle: cycle.cycle,
      test: cycle.test,
      startedAtMs: Date.parse(cycle.startedAt),
      endedAtMs: Date.parse(cycle.endedAt),
      underTestS: cycle.timeUnderTestS,
      sampleCount: cycle.sampleCount,
      isComplete: cycle.complete,
      isPartial: cycle.partial,
      isExcluded: cycle.excluded,
      tags: cycle.tags,
      warnings: cycle.warnings.map(({ message }) => message),
      ...(cycle.formulaVersion === FORMULA_VERSION ? {} : { olderFormulas: cycle.formulaVersion }),
    })),
  };
}

const valuesOf = (cycles: readonly Record<MetricName, number | null>[], metric: MetricName) =>
  cycles.map((cycle) => cycle[metric]);

/** How far the cell's tests had come over its life, by its cyclers' own count; null where no sample carries test time. @throws AppError `not_found` */
export async function testClockOfCell(scope: LabScope, name: string): Promise<TestClock | null> {
  const { tests } = await cellOfPath(scope, { name });
  const testIds = tests.map(({ testId }) => testId);
  return testClock(await inLab(scope, (tx) => listRunClocks(scope, tx, { testIds })));
}

/** The steps of one cycle as shown, of all tests that have it. @throws AppError `not_found` */
export async function stepsOfCycle(scope: LabScope, name: string, cycle: number): Promise<PageStep[]> {
  const { steps } = await listStepViews(scope, { params: { name }, query: {} });
  return steps
    .filter((step) => step.cycle === cycle)
    .map((step) => ({
      test: step.test,
      index: step.index,
      step: step.step,
      mode: step.mode,
      control: step.control,
      constantCurrent: partOf(step.constantCurrent),
      constantVoltage: partOf(step.constantVoltage),
      startedAtMs: Date.parse(step.startedAt),
      durationS: step.durationS,
      chargeCapacityAh: step.chargeCapacityAh,
      dischargeCapacityAh: step.dischargeCapacityAh,
      chargeEnergyWh: step.chargeEnergyWh,
      dischargeEnergyWh: step.dischargeEnergyWh,
      minVoltageV: step.minVoltageV,
      maxVoltageV: step.maxVoltageV,
      maxTemperatureC: step.maxTemperatureC,
      sampleCount: step.sampleCount,
    }));
}

const partOf = (part: PageStepPart | null): PageStepPart | null =>
  part && { durationS: part.durationS, capacityAh: part.capacityAh };
