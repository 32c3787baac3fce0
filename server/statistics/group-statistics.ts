import { type Grouping, getGrouping } from "../data/groupings/grouping-reads";
import { inLabConfig } from "../data/in-lab-config";
import { arrangeGroups, groupOf } from "../domain/groups/groupings";
import type { DeviationRow, GroupSeries, GroupsDelta, GroupsView, RunningPoint } from "../domain/groups/groups-view";
import { METRICS, type MetricName } from "../domain/cycles/metrics";
import { compareDeviations, type Deviation, deviations, groupStatistics } from "../domain/groups/statistics";
import type { LabScope } from "../lab-scope";
import { currentMatrix } from "./matrix-cache";
import type { MetricMatrix } from "./metric-matrix";

/** A group as indexes into the matrix. */
type IndexedGroup = { key: string; name: string; colour: number; cellIndexes: number[] };

function indexGroups(matrix: MetricMatrix, { definition, styles }: Grouping) {
  const groups = new Map<string, Omit<IndexedGroup, "colour">>();
  let unassigned = 0;
  matrix.rows.forEach(({ cell }, index) => {
    const group = groupOf(definition, cell.metadata);
    if (!group) {
      unassigned += 1;
      return;
    }
    const known = groups.get(group.key) ?? { ...group, cellIndexes: [] };
    known.cellIndexes.push(index);
    groups.set(group.key, known);
  });
  return { groups: arrangeGroups([...groups.values()], definition, styles), unassigned };
}

function seriesOf(matrix: MetricMatrix, group: IndexedGroup, cycles: readonly number[]): GroupSeries {
  const series: GroupSeries = {
    key: group.key,
    name: group.name,
    colour: group.colour,
    cells: group.cellIndexes.length,
    cycle: [],
    mean: [],
    std: [],
    n: [],
    min: [],
    max: [],
    median: [],
  };
  for (const cycle of cycles) {
    const statistics = groupStatistics(valuesAt(matrix, group, cycle).filter((value) => !Number.isNaN(value)));
    if (!statistics) continue;
    series.cycle.push(cycle);
    series.mean.push(statistics.mean);
    series.std.push(statistics.std);
    series.n.push(statistics.n);
    series.min.push(statistics.min);
    series.max.push(statistics.max);
    series.median.push(statistics.median);
  }
  return series;
}

const valuesAt = (matrix: MetricMatrix, group: IndexedGroup, cycle: number) =>
  group.cellIndexes.map((index) => matrix.value(index, cycle));

async function matrixAndGroups(scope: LabScope, args: { groupingId: number; metric: MetricName }) {
  const grouping = await inLabConfig(scope, (tx) => getGrouping(scope, tx, args.groupingId));
  const matrix = await currentMatrix(scope, args.metric);
  return { matrix, ...indexGroups(matrix, grouping) };
}

/** Every group of a grouping over cycle number, and the unfinished cycles of its cells. */
export async function groupsView(
  scope: LabScope,
  args: { groupingId: number; metric: MetricName },
): Promise<GroupsView> {
  const { matrix, groups, unassigned } = await matrixAndGroups(scope, args);
  return viewOf(matrix, groups, unassigned);
}

function viewOf(matrix: MetricMatrix, groups: readonly IndexedGroup[], unassigned: number): GroupsView {
  const cycles = matrix.cycleNumbers();
  const series = groups.map((group) => seriesOf(matrix, group, cycles));
  const running = groups.flatMap((group) =>
    group.cellIndexes.flatMap((index) => (matrix.rows[index]?.running ? [runningPoint(matrix, group, index)] : [])),
  );
  const cellsWithoutCycles = countWithoutCycles(matrix, groups);
  return { version: matrix.version, metric: matrix.metric, groups: series, running, unassigned, cellsWithoutCycles };
}

/** Cells of the groups that have neither a finished cycle that counts nor one under way. */
function countWithoutCycles(matrix: MetricMatrix, groups: readonly IndexedGroup[]): number {
  const cycles = matrix.cycleNumbers();
  const hasNone = (index: number) =>
    !matrix.rows[index]?.running && cycles.every((cycle) => Number.isNaN(matrix.value(index, cycle)));
  return groups.flatMap(({ cellIndexes }) => cellIndexes).filter(hasNone).length;
}

function runningPoint(matrix: MetricMatrix, group: IndexedGroup, index: number): RunningPoint {
  const row = matrix.rows[index];
  return {
    cellId: row?.cell.cellId ?? 0,
    cell: row?.cell.name ?? "",
    groupKey: group.key,
    cycle: row?.running?.cycle ?? 0,
    value: row?.running?.value ?? null,
  };
}

/** Only what changed since a version that the reader has; everything where that is no longer known. */
export async function groupsChanges(
  scope: LabScope,
  args: { groupingId: number; metric: MetricName; sinceVersion: number },
): Promise<GroupsDelta> {
  const { matrix, groups, unassigned } = await matrixAndGroups(scope, args);
  const changes = matrix.changesAfter(args.sinceVersion);
  if (changes === null) return { kind: "full", view: viewOf(matrix, groups, unassigned) };
  const changedCycles = Map.groupBy(changes, ({ cellIndex }) => cellIndex);
  const patched = groups.flatMap((group) => {
    const cycles = new Set<number>();
    for (const index of group.cellIndexes) {
      for (const { cycle } of changedCycles.get(index) ?? []) if (cycle !== null) cycles.add(cycle);
    }
    if (cycles.size === 0) return [];
    const asked = [...cycles].sort((left, right) => left - right);
    const series = seriesOf(matrix, group, asked);
    const present = new Set(series.cycle);
    return [{ ...series, emptied: asked.filter((cycle) => !present.has(cycle)) }];
  });
  const running = groups.flatMap((group) =>
    group.cellIndexes.filter((index) => changedCycles.has(index)).map((index) => runningPoint(matrix, group, index)),
  );
  const cellsWithoutCycles = countWithoutCycles(matrix, groups);
  return { kind: "patch", version: matrix.version, groups: patched, running, cellsWithoutCycles };
}

/** The groups of a grouping as the REST API gives them; `from` and `to` are cycle numbers, both included. */
export async function groupCycles(
  scope: LabScope,
  args: { groupingId: number; metric: MetricName; from: number | null; to: number | null },
) {
  const { matrix, groups, unassigned } = await matrixAndGroups(scope, args);
  const cycles = matrix
    .cycleNumbers()
    .filter(
      (cycle) => cycle >= (args.from ?? Number.NEGATIVE_INFINITY) && cycle <= (args.to ?? Number.POSITIVE_INFINITY),
    );
  const series = groups.map((group) => seriesOf(matrix, group, cycles));
  return { metric: args.metric, groups: series.map(({ colour: _colour, ...group }) => group), unassigned };
}

const PERSISTENCE_CYCLES = 10;

/** The cells of one group, or of all, by how far they stray at one cycle. `group` is a key or a name. */
export async function groupDeviations(
  scope: LabScope,
  args: { groupingId: number; metric: MetricName; cycle: number; group: string | null },
): Promise<{ metric: MetricName; cycle: number; group: string | null; cells: DeviationRow[] }> {
  const { matrix, groups } = await matrixAndGroups(scope, args);
  const asked = groups.filter(({ key, name }) => args.group === null || key === args.group || name === args.group);
  const cells = asked.flatMap((group) => deviationRows(matrix, group, args.cycle)).sort(compareDeviations);
  return { metric: args.metric, cycle: args.cycle, group: args.group, cells };
}

function deviationRows(matrix: MetricMatrix, group: IndexedGroup, cycle: number): DeviationRow[] {
  const { isEfficiency } = METRICS[matrix.metric];
  const known = new Map<number, Deviation[]>();
  const deviationsAt = (number: number) => {
    const found = known.get(number);
    if (found) return found;
    const values = valuesAt(matrix, group, number).map((value) => (Number.isNaN(value) ? null : value));
    const computed = deviations(values, isEfficiency);
    known.set(number, computed);
    return computed;
  };
  const earlier = matrix.cycleNumbers().filter((number) => number <= cycle);
  return group.cellIndexes.flatMap((cellIndex, at) => {
    const row = matrix.rows[cellIndex];
    const deviation = deviationsAt(cycle)[at];
    if (!row || !deviation) return [];
    const own = earlier.filter((number) => !Number.isNaN(matrix.value(cellIndex, number))).slice(-PERSISTENCE_CYCLES);
    const persistence = own.filter((number) => deviationsAt(number)[at]?.flagged).length;
    return [{ cellId: row.cell.cellId, cell: row.cell.name, group: group.name, ...deviation, persistence }];
  });
}
