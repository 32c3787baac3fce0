import { thinSamples } from "../domain/samples/thin-points";
import type { CellLine, CellLines } from "../domain/groups/groups-view";
import { type LabScope, opens } from "../lab-scope";
import type { CellColumns } from "./columns/cell-columns";
import { type RequestedShown, type Shown, withGroups } from "./group-statistics";
import { inPieces } from "./in-pieces";
import { ALL_CYCLES, MetricReader } from "./columns/metric-reader";
import { valuesOfCell } from "./reference-series";

/** More lines than these are a cloud, and more points of all together keep everybody else waiting. */
const MAX_LINES = 400;
const MAX_POINTS = 80_000;

/** Cells of one group, of a name, or of all groups. */
type RequestedLines = {
  group: string | null;
  cell: string | null;
  /** Whether a group, by its key, is shown at all; missing: every one is. */
  shows?: (groupKey: string) => boolean;
};

/** Cells over cycle number; thinned so that each keeps its shape. One of a name is left out where the scope does not open it. */
export function cellLines(scope: LabScope, args: RequestedShown & RequestedLines): Promise<CellLines> {
  return withGroups(scope, args, async (shown) => {
    const requested = requestedCells(scope, shown, args);
    const lines = await inPieces(linesOf(shown, requested.slice(0, MAX_LINES)));
    return { metric: shown.metric, lines, more: Math.max(0, requested.length - MAX_LINES) };
  });
}

type RequestedCell = { cell: CellColumns; groupKey: string };

function requestedCells(scope: LabScope, shown: Shown, requested: RequestedLines): RequestedCell[] {
  const { cell } = requested;
  return cell === null ? cellsOfGroups(shown, requested) : cellsNamed(scope, shown, cell);
}

function cellsOfGroups({ cells, groups }: Shown, { group, shows = () => true }: RequestedLines): RequestedCell[] {
  const requested = groups.filter(({ key }) => (group === null || key === group) && shows(key));
  const keys = new Map(requested.flatMap(({ key, cellIndexes }) => cellIndexes.map((index) => [index, key] as const)));
  return cells.flatMap((cell, index) => {
    const groupKey = keys.get(index);
    return groupKey === undefined ? [] : [{ cell, groupKey }];
  });
}

/** A cell that is asked for by its name need be in no group; which one it is in, a link does not tell. */
function cellsNamed(scope: LabScope, { cells, groups }: Shown, name: string): RequestedCell[] {
  const index = cells.findIndex(({ cell }) => cell.name === name);
  const cell = cells[index];
  if (!cell || !opens(scope, { kind: "cell", cellId: cell.cell.cellId })) return [];
  const group = scope.narrowedTo === null ? groups.find(({ cellIndexes }) => cellIndexes.includes(index)) : undefined;
  return [{ cell, groupKey: group?.key ?? "" }];
}

export function* linesOf(
  { metric }: Pick<Shown, "metric">,
  requested: readonly RequestedCell[],
): Generator<number, CellLine[]> {
  const reader = new MetricReader(metric);
  const most = Math.floor(MAX_POINTS / Math.max(1, requested.length));
  const lines: CellLine[] = [];
  for (const { cell, groupKey } of requested) {
    const points = [...valuesOfCell(cell, reader, ALL_CYCLES)].sort(([left], [right]) => left - right);
    const values = Float64Array.from(points, ([, value]) => value);
    // One quantity stands for both that a curve of samples has.
    const kept = thinSamples({ length: values.length, voltageV: values, currentA: values }, most);
    const { cellId, name } = cell.cell;
    const cycle = Array.from(kept, (index) => points[index]?.[0] ?? 0);
    const value = Array.from(kept, (index) => points[index]?.[1] ?? 0);
    lines.push({ cellId, cell: name, groupKey, cycle, value });
    yield points.length + 1;
  }
  return lines;
}
