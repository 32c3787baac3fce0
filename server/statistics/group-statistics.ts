import { entryAt } from "../domain/samples/sample-columns";
import type { DeviationRow, GroupBase, GroupsDelta, GroupsView, RunningPoint } from "../domain/groups/groups-view";
import type { MetricName } from "../domain/cycles/metrics";
import type { OtherX } from "../domain/groups/x-axes";
import { compareDeviations } from "../domain/groups/statistics";
import { type CycleFilter, filterKey } from "../domain/tags/cycle-filter";
import { AppError } from "../errors";
import type { LabScope } from "../lab-scope";
import { type RequestedGroups, keyOfGroups, readSplit, refuseOtherGroups } from "./requested-groups";
import { type CellColumns, countingCycles, runningRow, shownCycle } from "./columns/cell-columns";
import type { Change } from "./columns/change-log";
import { columnCache } from "./columns/column-cache";
import { deviationRows } from "./group-deviations";
import { quantitiesOfFilter, refuseUnknownTags } from "./columns/filtered-cells";
import { groupBases } from "./group-bases";
import { groupSeries, groupSeriesAt } from "./group-series";
import { inPieces } from "./in-pieces";
import type { LabColumns, Needed } from "./columns/lab-columns";
import type { LabViews } from "./columns/lab-views";
import type { Groups } from "./indexed-groups";
import { type CycleSpan, MetricReader } from "./columns/metric-reader";
import { type RequestedReference, differencesFrom, referenceMeans } from "./reference-series";
import { seriesOverX } from "./series-over-x";
import { quantitiesOfUncertainty, uncertaintyReader } from "./columns/uncertainties";
import { quantitiesOfX } from "./x-of-cell";

export type RequestedShown = Needed & RequestedGroups & { filter?: CycleFilter | null };
export type Shown = { groupsKey: string; metric: MetricName; filter: CycleFilter | null } & Groups & {
    columns: LabColumns;
    /** Of the columns, with only those cycles counting that pass the filter. */
    cells: readonly CellColumns[];
    views: LabViews;
  };

export async function withGroups<T>(
  scope: LabScope,
  args: RequestedShown,
  work: (shown: Shown) => Promise<T>,
): Promise<T> {
  refuseOtherGroups(scope, args);
  const { metric, filter = null } = args;
  const also = [...(args.also ?? []), ...quantitiesOfUncertainty(metric), ...quantitiesOfFilter(filter)];
  return columnCache.use(scope, { metric, also }, async ({ columns, views }) => {
    if (filter) refuseUnknownTags(scope, columns.cells, filter);
    const groupsKey = keyOfGroups(args);
    const cells = await views.cellsOf(columns, filter);
    const groups = await views.groupsOf(columns, groupsKey, () => readSplit(scope, args));
    return work({ groupsKey, metric, filter, columns, cells, views, ...groups });
  });
}

/** Every group of a grouping over cycle number, and the unfinished cycles of its cells. */
export function groupsView(scope: LabScope, args: RequestedShown): Promise<GroupsView> {
  return withGroups(scope, args, currentView);
}

/** What the values of groups are shares of, group by group. */
export const basesOfGroups = (scope: LabScope, args: RequestedShown): Promise<GroupBase[]> =>
  withGroups(scope, args, (shown) => inPieces(groupBases(shown.cells, shown)));

export function currentView(shown: Shown): Promise<GroupsView> {
  return shown.views.current(`${shown.groupsKey}:${shown.metric}:${filterKey(shown.filter)}`, {
    whole: () => wholeView(shown),
    changesAfter: (version) => changesAfter(shown, version),
  });
}

async function wholeView(shown: Shown): Promise<GroupsView> {
  const { columns, cells, metric, unassigned, passing } = shown;
  return {
    version: columns.version,
    metric,
    groups: await inPieces(groupSeries(cells, shown)),
    running: (await inPieces(runningPoints(shown, hasRunning))).filter(({ value }) => value !== null),
    unassigned,
    cellsWithoutCycles: await inPieces(countWithoutCycles(shown)),
    ...(passing ? { passing } : {}),
  };
}

const hasRunning = (cell: CellColumns) => runningRow(cell) !== null;

/** Cells of the groups that have neither a finished cycle that counts nor one under way. */
function* countWithoutCycles({ cells, metric, groups }: Shown): Generator<number, number> {
  const reader = new MetricReader(metric);
  let count = 0;
  for (const index of groups.flatMap(({ cellIndexes }) => cellIndexes)) {
    const cell = entryAt(cells, index);
    if (hasRunning(cell) || reader.hasValues(cell)) continue;
    count += 1;
    yield cell.tests.reduce((rows, test) => rows + test.columns.length, 1);
  }
  return count;
}

/** The unfinished cycles of some cells of the groups; value null where there is none. */
function* runningPoints(
  { cells, metric, groups }: Shown,
  isRequested: (cell: CellColumns, index: number) => boolean,
): Generator<number, RunningPoint[]> {
  const reader = new MetricReader(metric);
  const points: RunningPoint[] = [];
  for (const { key, cellIndexes } of groups) {
    for (const index of cellIndexes) {
      const cell = entryAt(cells, index);
      if (isRequested(cell, index)) points.push(runningPoint(cell, { reader, key }));
    }
    yield cellIndexes.length;
  }
  return points;
}

function runningPoint(cell: CellColumns, { reader, key }: { reader: MetricReader; key: string }): RunningPoint {
  const { cellId, name } = cell.cell;
  const running = runningRow(cell);
  const point = { cellId, cell: name, groupKey: key };
  if (!running) return { ...point, cycle: 0, value: null };
  const value = reader.atRow(running.test.columns, running.row, reader.metricCell(cell));
  return { ...point, cycle: shownCycle(running.test, running.row), value: Number.isNaN(value) ? null : value };
}

/** Only what changed since a version that the reader has; everything where that is no longer known. */
export function groupsChanges(scope: LabScope, args: RequestedShown & { sinceVersion: number }): Promise<GroupsDelta> {
  return withGroups(
    scope,
    args,
    async (shown) => (await changesAfter(shown, args.sinceVersion)) ?? { kind: "full", view: await currentView(shown) },
  );
}

/** What changed of the groups after a version; null when that is no longer known. */
async function changesAfter(shown: Shown, version: number): Promise<GroupsDelta | null> {
  const { columns, metric, filter } = shown;
  const changes = columns.changesAfter(version, metric, filter);
  if (changes === null) return null;
  return {
    kind: "patch",
    version: columns.version,
    groups: await changedSeries(shown, changes),
    running: await inPieces(runningPoints(shown, isIn(changes))),
    cellsWithoutCycles: await inPieces(countWithoutCycles(shown)),
  };
}

function isIn(changes: readonly Change[]) {
  const cellIndexes = new Set(changes.map(({ cellIndex }) => cellIndex));
  return (_: CellColumns, index: number) => cellIndexes.has(index);
}

async function changedSeries({ cells, metric, groups }: Shown, changes: readonly Change[]) {
  const changesOf = Map.groupBy(changes, ({ cellIndex }) => cellIndex);
  const patched: Extract<GroupsDelta, { kind: "patch" }>["groups"] = [];
  for (const group of groups) {
    const changed = new Set<number>();
    for (const index of group.cellIndexes) {
      const cell = entryAt(cells, index);
      for (const cycle of changedCycles(cell, changesOf.get(index) ?? [])) changed.add(cycle);
    }
    if (changed.size === 0) continue;
    const cycles = [...changed].sort((left, right) => left - right);
    const series = await inPieces(groupSeriesAt(cells, { metric, group, cycles }));
    const present = new Set(series.cycle);
    patched.push({ ...series, emptied: cycles.filter((cycle) => !present.has(cycle)) });
  }
  return patched;
}

const OF_ALL_CYCLES: ReadonlySet<Change["changed"]> = new Set(["reference", "sums", "formation"]);

/** With the reference cycle everything changes that refers to it, with a cycle all sums that go over it, with formation what is filtered. */
function changedCycles(cell: CellColumns, changes: readonly Change[]): number[] {
  const numbers = changes.flatMap(({ changed }) => (typeof changed === "number" ? [changed] : []));
  if (!changes.some(({ changed }) => OF_ALL_CYCLES.has(changed))) return numbers;
  return [...numbers, ...countingCycles(cell.whole ?? cell)];
}

type RequestedCycles = RequestedShown & {
  from: number | null;
  to: number | null;
  x?: OtherX | "cycle";
  reference?: RequestedReference | null;
};

/**
 * The groups of a grouping as the REST API gives them; `from` and `to` are cycle numbers, both included.
 * @throws AppError `invalid_input` for a reference over another axis, where groups have no places in common
 */
export function groupCycles(scope: LabScope, args: RequestedCycles) {
  const { x = "cycle", reference = null } = args;
  if (reference !== null && x !== "cycle") {
    const problems = [{ pointer: "/x", message: "groups are compared with a reference by cycle number only" }];
    throw new AppError("invalid_input", "A reference needs the cycle number as its axis: leave `x` out.", { problems });
  }
  const also = x === "cycle" ? [] : quantitiesOfX(x);
  return withGroups(scope, { ...args, also }, async (shown) => {
    const { metric, filter, unassigned, cells } = shown;
    const series =
      x === "cycle"
        ? await seriesWithin(shown, args)
        : await inPieces(seriesOverX(cells, { ...shown, x, span: spanOf(args) }));
    const means = reference && referenceMeans(reference, { series, cells, metric, span: spanOf(args) });
    const groups = series.map(({ colour: _colour, ...group }) =>
      means ? { ...group, ...differencesFrom(means, group) } : group,
    );
    return { metric, x, filter, reference: referenceView(reference), groups, unassigned };
  });
}

const referenceView = (reference: RequestedReference | null) =>
  reference && ("cell" in reference ? { group: null, ...reference } : { cell: null, ...reference });

const spanOf = ({ from, to }: { from: number | null; to: number | null }): CycleSpan => ({
  from: from ?? Number.NEGATIVE_INFINITY,
  to: to ?? Number.POSITIVE_INFINITY,
});

async function seriesWithin(shown: Shown, { from, to }: { from: number | null; to: number | null }) {
  if (from === null && to === null) return (await currentView(shown)).groups;
  return inPieces(groupSeries(shown.cells, { ...shown, span: spanOf({ from, to }) }));
}

/** The cells of one group, or of all, by how far they stray at one cycle. `group` is a key or a name. */
export function groupDeviations(
  scope: LabScope,
  args: RequestedShown & { cycle: number; group: string | null; isKey?: boolean },
): Promise<{
  metric: MetricName;
  cycle: number;
  group: string | null;
  filter: CycleFilter | null;
  cells: DeviationRow[];
}> {
  return withGroups(scope, args, async ({ cells: all, metric, filter, groups }) => {
    const reader = uncertaintyReader(metric);
    const columnsOf = new Map(all.map((cell) => [cell.cell.cellId, cell]));
    const uncertaintyOf = ({ cellId, value }: { cellId: number; value: number | null }) => {
      const cell = columnsOf.get(cellId);
      const uncertainty = cell && value !== null ? reader?.at(cell, args.cycle) : undefined;
      return uncertainty === undefined || Number.isNaN(uncertainty) ? null : uncertainty;
    };
    const isRequested = (name: string) => args.isKey !== true && name === args.group;
    const requested = groups.filter(({ key, name }) => args.group === null || key === args.group || isRequested(name));
    const cells: DeviationRow[] = [];
    for (const group of requested) {
      for (const row of await inPieces(deviationRows(all, { metric, group, cycle: args.cycle }))) {
        cells.push({ ...row, uncertainty: uncertaintyOf(row) });
      }
    }
    return { metric, cycle: args.cycle, group: args.group, filter, cells: cells.sort(compareDeviations) };
  });
}
