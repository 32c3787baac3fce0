import { thinSamples } from "../domain/samples/thin-points";
import type { CellLine, CellLines } from "../domain/groups/groups-view";
import type { LabScope } from "../lab-scope";
import type { CellColumns } from "./cell-columns";
import { type AskedShown, type Shown, withGroups } from "./group-statistics";
import { inPieces } from "./in-pieces";
import { ALL_CYCLES, MetricReader } from "./metric-reader";
import { valuesOfCell } from "./reference-series";

/** More lines than these are a cloud, and more points of all together keep everybody else waiting. */
const MAX_LINES = 400;
const MAX_POINTS = 80_000;

/** The cells of one group, of a name, or of all groups, over cycle number; thinned so that each keeps its shape. */
export function cellLines(
  scope: LabScope,
  args: AskedShown & { group: string | null; cell: string | null },
): Promise<CellLines> {
  return withGroups(scope, args, async (shown) => {
    const asked = askedCells(shown, args);
    const lines = await inPieces(linesOf(shown, asked.slice(0, MAX_LINES)));
    return { metric: shown.metric, lines, more: Math.max(0, asked.length - MAX_LINES) };
  });
}

type AskedCell = { cell: CellColumns; groupKey: string };

/** A cell that is asked for by its name need be in no group. */
function askedCells({ cells, groups }: Shown, { group, cell }: { group: string | null; cell: string | null }) {
  const of = new Map(groups.flatMap(({ key, cellIndexes }) => cellIndexes.map((index) => [index, key] as const)));
  return cells.flatMap((one, index): AskedCell[] => {
    const groupKey = of.get(index) ?? null;
    const isAsked =
      cell === null ? groupKey !== null && (group === null || groupKey === group) : one.cell.name === cell;
    return isAsked ? [{ cell: one, groupKey: groupKey ?? "" }] : [];
  });
}

function* linesOf({ metric }: Shown, asked: readonly AskedCell[]): Generator<number, CellLine[]> {
  const reader = new MetricReader(metric);
  const most = Math.floor(MAX_POINTS / Math.max(1, asked.length));
  const lines: CellLine[] = [];
  for (const { cell, groupKey } of asked) {
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
