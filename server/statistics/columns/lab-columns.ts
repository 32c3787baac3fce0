import type { CellForGroups } from "../../data/cells/cell-reads";
import type { CycleQuantity, TestCycles } from "../../data/test-cycles";
import type { Excluded } from "../../domain/cells/exclusions";
import type { MetricName } from "../../domain/cycles/metrics";
import type { CycleFilter } from "../../domain/tags/cycle-filter";
import { type CellColumns, hasTies, markSuperseded } from "./cell-columns";
import { type Change, type Changed, ChangeLog } from "./change-log";
import { quantitiesOfFilter } from "./filtered-cells";
import { dependsOnReference, quantitiesOf, summedQuantities } from "./metric-columns";
import { TestColumns } from "./test-columns";
import { quantitiesOfUncertainty } from "./uncertainties";

function isOfMetric(changed: Changed, metric: MetricName, isFiltered: boolean): boolean {
  if (changed === "formation") return isFiltered;
  if (changed === "reference") return dependsOnReference(metric);
  return changed !== "sums" || summedQuantities(metric) !== null;
}

export type LabCells = { cells: readonly CellForGroups[]; formationCycles: number; checkUpMaxRateC: number | null };

const byCyclersNumbers = (excluded: readonly Excluded[], offset: number): Excluded[] =>
  excluded.map((range) => range && { from: range.from - offset, to: range.to - offset });

/** A metric, and stored quantities that are needed beside it. */
export type Needed = { metric: MetricName; also?: readonly CycleQuantity[] };

/** What is needed to tell which of two tests started later where their starts do not. */
const TIE_BREAKER: CycleQuantity = "startedAtUs";

/**
 * The cycles of a lab as columns, cell by cell: the numbers and marks of all, and of the stored quantities those that were asked for. They
 * are loaded once and then patched with the cycles that changed; what changed is remembered for readers who have an older version.
 */
export class LabColumns {
  cells: CellColumns[] = [];
  version: number;
  private readonly tests = new Map<number, TestColumns>();
  private readonly cellOfTest = new Map<number, number>();
  readonly log: ChangeLog;
  /** The version as of which each quantity was loaded; the least recently asked one first. */
  private readonly loadedAt = new Map<CycleQuantity, number>();

  constructor(given: LabCells, version: number) {
    this.version = version;
    this.log = new ChangeLog(version);
    this.configure(given);
  }

  /** Takes in cells, tests and settings; of the tests that are gone the cycles go, too. */
  configure({ cells, formationCycles, checkUpMaxRateC }: LabCells): void {
    this.cellOfTest.clear();
    this.cells = cells.map((cell) => ({
      cell,
      isAnode: cell.polarity === "half_cell_anode",
      formationCycles: cell.formationCycles ?? formationCycles,
      checkUpMaxRateC,
      tests: [],
    }));
    cells.forEach(({ tests }, index) => {
      for (const { testId } of tests) this.cellOfTest.set(testId, index);
    });
    for (const testId of this.tests.keys()) if (!this.cellOfTest.has(testId)) this.tests.delete(testId);
    for (const index of this.cells.keys()) this.arrange(index);
  }

  /** The tests whose starts matter: those that share their cell with others. */
  testsBesideOthers(): TestColumns[] {
    return this.cells.flatMap(({ tests }) => (tests.length > 1 ? tests.map(({ columns }) => columns) : []));
  }

  /** What is allocated for all of it. */
  get byteLength(): number {
    let bytes = 0;
    for (const test of this.tests.values()) bytes += test.byteLength;
    return bytes;
  }

  /** Rows that a column has, with the spare ones. */
  get rows(): number {
    let rows = 0;
    for (const test of this.tests.values()) rows += test.cycles.length;
    return rows;
  }

  get quantities(): CycleQuantity[] {
    return [...this.loadedAt.keys()];
  }

  /** The quantities that a metric needs, with what tells tests apart that began at one moment. */
  neededFor({ metric, also = [] }: Needed): CycleQuantity[] {
    const needed = new Set([...quantitiesOf(metric), ...also]);
    return this.cells.some(hasTies) ? [...needed, TIE_BREAKER] : [...needed];
  }

  /** Those of them that are not loaded; the others count as used now. */
  missingFor(requested: Needed): CycleQuantity[] {
    return this.neededFor(requested).filter((quantity) => {
      const version = this.loadedAt.get(quantity);
      if (version === undefined) return true;
      this.loadedAt.delete(quantity);
      this.loadedAt.set(quantity, version);
      return false;
    });
  }

  /** Makes room: gives up the quantity that was not asked for the longest time, and is not among these. False when there is none. */
  dropQuantity(kept: readonly CycleQuantity[]): boolean {
    for (const quantity of this.loadedAt.keys()) {
      if (kept.includes(quantity)) continue;
      this.loadedAt.delete(quantity);
      for (const test of this.tests.values()) test.quantities.delete(quantity);
      return true;
    }
    return false;
  }

  /** Says which quantities the tests that are now loaded have. */
  noteLoaded(quantities: readonly CycleQuantity[]): void {
    for (const quantity of quantities) this.loadedAt.set(quantity, this.version);
  }

  /** A test as it is loaded first; one that no cell has is left out. */
  loadTest(given: TestCycles): void {
    if (this.cellOfTest.has(given.testId)) this.setTest(given.testId, new TestColumns(given));
  }

  /** Other quantities of a test that is here; false when its cycles are others. */
  addQuantities(given: TestCycles): boolean {
    const test = this.tests.get(given.testId);
    return test ? test.addQuantities(given) : !this.cellOfTest.has(given.testId);
  }

  /** Puts the tests of a cell that have cycles in order. */
  private arrange(index: number): void {
    const cell = this.cells[index];
    if (!cell) return;
    cell.tests = cell.cell.tests.flatMap(({ testId, cycleOffset }) => {
      const columns = this.tests.get(testId);
      if (!columns) return [];
      columns.exclude(byCyclersNumbers(cell.cell.excluded, cycleOffset));
      return [{ columns, offset: cycleOffset }];
    });
  }

  /** To be called when cells or all cycles are new: marks which cycles count; who has an older version is to read all again. */
  *settle(): Generator<number> {
    for (const cell of this.cells) yield* markSuperseded(cell, () => {});
    this.log.forget(this.version);
  }

  /** What changed of a metric after a version, also of which cycles pass a filter; null when that is forgotten. */
  changesAfter(version: number, metric: MetricName, filter: CycleFilter | null = null): Change[] | null {
    const quantities = [...quantitiesOf(metric), ...quantitiesOfUncertainty(metric), ...quantitiesOfFilter(filter)];
    const isKnown = quantities.every((quantity) => (this.loadedAt.get(quantity) ?? Infinity) <= version);
    const changes = isKnown ? this.log.after(version) : null;
    return changes?.filter(({ changed }) => isOfMetric(changed, metric, filter !== null)) ?? null;
  }

  /** Puts a test's cycles in the place of those it had; null for none. */
  setTest(testId: number, columns: TestColumns | null): void {
    if (columns) this.tests.set(testId, columns);
    else this.tests.delete(testId);
    this.arrange(this.cellOfTest.get(testId) ?? -1);
  }

  testOf(testId: number): TestColumns | undefined {
    return this.tests.get(testId);
  }

  cellIndexOf(testId: number): number | undefined {
    return this.cellOfTest.get(testId);
  }
}
