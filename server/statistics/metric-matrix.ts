import {
  type CellCycle,
  cellCycles,
  isStatisticsCycle,
  ratiosOf,
  type StoredCycle,
  statisticsCycles,
} from "../domain/cycles/cycle-metrics";
import type { MetricName } from "../domain/cycles/metrics";
import type { CellForGroups } from "../data/cells/cell-reads";

type LabCycle = StoredCycle & { cellId: number };

/** The newest unfinished cycle of a cell. */
export type Running = { cycle: number; value: number | null };

type CellRow = {
  cell: CellForGroups;
  referenceCycle: number | null;
  referenceAh: number | null;
  running: Running | null;
};

/** One change of the matrix: `cycle` null stands for the cell's running point. */
type Change = { version: number; cellIndex: number; cycle: number | null };

const MAX_CHANGES = 20_000;
const FIRST_CAPACITY = 64;

/**
 * One metric of a lab as cells × cycles, NaN where a cell has no statistics cycle of that number. It is loaded once and then patched with
 * the cycles that changed; it remembers what changed for readers who have an older version.
 */
export class MetricMatrix {
  readonly rows: CellRow[];
  private readonly indexOfCell: Map<number, number>;
  private readonly columnOf = new Map<number, number>();
  private values: Float64Array;
  private capacity = FIRST_CAPACITY;
  private changes: Change[] = [];
  /** Changes before this version are forgotten. */
  private changesSince: number;
  version: number;

  constructor(
    readonly metric: MetricName,
    cells: readonly CellForGroups[],
    private readonly labFormationCycles: number,
    cycles: readonly LabCycle[],
    version: number,
  ) {
    this.rows = cells.map((cell) => ({ cell, referenceCycle: null, referenceAh: null, running: null }));
    this.indexOfCell = new Map(cells.map(({ cellId }, index) => [cellId, index]));
    this.values = new Float64Array(cells.length * this.capacity).fill(Number.NaN);
    this.version = version;
    for (const [cellId, ofCell] of Map.groupBy(cycles, ({ cellId }) => cellId)) this.replaceCell(cellId, ofCell);
    this.changes = [];
    this.changesSince = version;
  }

  /** Bytes it holds, roughly; what the cache is bounded by. */
  get byteLength(): number {
    return this.values.byteLength;
  }

  hasCell(cellId: number): boolean {
    return this.indexOfCell.has(cellId);
  }

  /** Cycle numbers that occur, rising. */
  cycleNumbers(): number[] {
    return [...this.columnOf.keys()].sort((left, right) => left - right);
  }

  value(cellIndex: number, cycle: number): number {
    const column = this.columnOf.get(cycle);
    return column === undefined ? Number.NaN : (this.values[cellIndex * this.capacity + column] as number);
  }

  /** What changed after a version, or null when that is forgotten. */
  changesAfter(version: number): Change[] | null {
    return version < this.changesSince ? null : this.changes.filter((change) => change.version > version);
  }

  /** Takes in the changed cycles of one cell; false when all its cycles are needed. */
  patchCell(cellId: number, changed: readonly LabCycle[]): boolean {
    const index = this.indexOfCell.get(cellId);
    const row = index === undefined ? undefined : this.rows[index];
    const [test, ...others] = row?.cell.tests ?? [];
    if (index === undefined || !row || !test || others.length > 0) return false;
    for (const stored of changed) {
      const cycle = stored.cyclerCycle + test.cycleOffset;
      const mayMoveReference = row.referenceCycle === null || cycle <= row.referenceCycle;
      // Unless it only goes on, it may have become, or ceased to be, one that counts.
      const goesOn = !stored.isComplete && row.running?.cycle === cycle;
      if (mayMoveReference && !goesOn) return false;
      const value = { ...stored, ...ratiosOf(stored, row.cell, row.referenceAh) }[this.metric];
      this.set(index, cycle, isStatisticsCycle(stored) ? value : null);
      if (!stored.isComplete) this.setRunning(index, { cycle, value });
      else if (row.running?.cycle === cycle) this.setRunning(index, null);
    }
    return true;
  }

  /** Takes in all cycles of one cell. */
  replaceCell(cellId: number, stored: readonly LabCycle[]): void {
    const index = this.indexOfCell.get(cellId);
    const row = index === undefined ? undefined : this.rows[index];
    if (index === undefined || !row) return;
    const { cell } = row;
    const formationCycles = cell.formationCycles ?? this.labFormationCycles;
    const { cycles, referenceCycle, referenceAh } = cellCycles(stored, cell.tests, { ...cell, formationCycles });
    row.referenceCycle = referenceCycle;
    row.referenceAh = referenceAh;
    const present = new Map<number, CellCycle>(statisticsCycles(cycles).map((cycle) => [cycle.cycle, cycle]));
    for (const number of this.columnOf.keys()) if (!present.has(number)) this.set(index, number, null);
    for (const [number, cycle] of present) this.set(index, number, cycle[this.metric]);
    const running = cycles.findLast(({ isComplete }) => !isComplete);
    this.setRunning(index, running ? { cycle: running.cycle, value: running[this.metric] } : null);
  }

  private set(index: number, cycle: number, value: number | null): void {
    let column = this.columnOf.get(cycle);
    if (column === undefined) {
      if (value === null) return;
      column = this.columnOf.size;
      this.columnOf.set(cycle, column);
      if (column >= this.capacity) this.grow();
    }
    const at = index * this.capacity + column;
    const next = value ?? Number.NaN;
    if (Object.is(this.values[at], next)) return;
    this.values[at] = next;
    this.remember({ version: this.version, cellIndex: index, cycle });
  }

  private setRunning(index: number, running: Running | null): void {
    const row = this.rows[index];
    if (!row || (row.running?.cycle === running?.cycle && row.running?.value === running?.value)) return;
    row.running = running;
    this.remember({ version: this.version, cellIndex: index, cycle: null });
  }

  private remember(change: Change): void {
    this.changes.push(change);
    if (this.changes.length <= MAX_CHANGES) return;
    const forgotten = this.changes.splice(0, MAX_CHANGES / 2);
    this.changesSince = Math.max(this.changesSince, forgotten.at(-1)?.version ?? 0);
  }

  private grow(): void {
    const capacity = this.capacity * 2;
    const grown = new Float64Array(this.rows.length * capacity).fill(Number.NaN);
    for (let index = 0; index < this.rows.length; index++) {
      grown.set(this.values.subarray(index * this.capacity, (index + 1) * this.capacity), index * capacity);
    }
    this.values = grown;
    this.capacity = capacity;
  }
}
