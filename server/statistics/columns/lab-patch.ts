import type { TestCycles } from "../../data/test-cycles";
import { formationEnd, hasCyclesAfter, markSuperseded, type Reference, referenceOf } from "./cell-columns";
import { type Changed, MAX_CHANGES } from "./change-log";
import type { LabColumns } from "./lab-columns";
import { compareTests, type CycleChange, FLAGS, TestColumns } from "./test-columns";

type Touched = {
  reference: Reference | null;
  formedUpTo: number;
  changed: Set<Changed> /** The lowest number of a cycle that changed. */;
  lowest: number;
};

/** Changes of a lab's cycles that are taken in together and remembered for those who know an older version. */
export class LabPatch {
  /** Cells by their index, with the reference they had. */
  private readonly touched = new Map<number, Touched>();

  /** @param version to which they lead */
  constructor(
    private readonly lab: LabColumns,
    version: number,
  ) {
    lab.version = version;
  }

  /** Takes in the cycles of a test that changed; false when no cell has that test. */
  merge(given: TestCycles): boolean {
    const onChange = this.touch(given.testId);
    const test = this.lab.testOf(given.testId);
    if (!onChange) return false;
    if (test) test.merge(given, onChange);
    else this.replace(given.testId, given);
    return true;
  }

  /** Takes all cycles of a test for those it had; null when it has none. */
  replace(testId: number, given: TestCycles | null): boolean {
    const onChange = this.touch(testId);
    if (!onChange) return false;
    const columns = given && new TestColumns(given);
    compareTests(this.lab.testOf(testId), columns ?? undefined, onChange);
    this.lab.setTest(testId, columns);
    return true;
  }

  /** The tests whose starts have to be read again: they changed, and share their cell with others. */
  testsBesideOthers(): TestColumns[] {
    return [...this.touched.keys()].flatMap((index) => {
      const tests = this.lab.cells[index]?.tests ?? [];
      return tests.length > 1 ? tests.map(({ columns }) => columns) : [];
    });
  }

  /** Works out what follows from the changes, and remembers all of it. */
  *end(): Generator<number> {
    const { cells, log, version } = this.lab;
    for (const [cellIndex, { reference, formedUpTo, changed, lowest }] of this.touched) {
      const cell = cells[cellIndex];
      if (!cell) continue;
      yield* markSuperseded(cell, (cycle) => changed.add(cycle));
      const now = referenceOf(cell);
      const isSame =
        now?.cycle === reference?.cycle && Object.is(now?.dischargeCapacityAh, reference?.dischargeCapacityAh);
      if (!isSame) changed.add("reference");
      if (formationEnd(cell) !== formedUpTo) changed.add("formation");
      if (hasCyclesAfter(cell, lowest)) changed.add("sums");
      if (changed.size > MAX_CHANGES) log.forget(version);
      else for (const each of changed) log.remember({ version, cellIndex, changed: each });
    }
  }

  private touch(testId: number): CycleChange | null {
    const index = this.lab.cellIndexOf(testId);
    const cell = index === undefined ? undefined : this.lab.cells[index];
    if (index === undefined || !cell) return null;
    const touched = this.touched.get(index) ?? {
      reference: referenceOf(cell),
      formedUpTo: formationEnd(cell),
      changed: new Set<Changed>(),
      lowest: Number.POSITIVE_INFINITY,
    };
    this.touched.set(index, touched);
    const offset = cell.cell.tests.find((test) => test.testId === testId)?.cycleOffset ?? 0;
    return (cycle, before, now) => {
      touched.lowest = Math.min(touched.lowest, cycle + offset);
      if (touched.changed.size > MAX_CHANGES) return;
      if (before === 0 || now === 0) touched.changed.add(cycle + offset);
      if ((((before ?? 0) | (now ?? 0)) & FLAGS.open) !== 0) touched.changed.add("running");
    };
  }
}
