import { hasGap } from "../../domain/cycles/shown-steps";
import type { BuiltPart, Counter } from "./built-part";
import type { Check, Warn } from "../checks/check";
import { exchangedColumns } from "../checks/exchanged-columns";
import { coarseTime } from "../checks/coarse-time";
import { usualInterval } from "../checks/usual-interval";
import { coarseCurrent } from "../checks/coarse-current";
import { cycleNumbers } from "../checks/cycle-numbers";
import { impossibleValues } from "../checks/impossible-values";
import { missingResets } from "../checks/missing-resets";
import { repeatedRows } from "../checks/repeated-rows";
import { rowOrder } from "../checks/row-order";
import { swappedCurrent } from "../checks/swapped-current";
import { type ClockWitness, timeAgainstClock } from "../checks/time-against-clock";
import { unsignedCurrent } from "../checks/unsigned-current";
import { compareCounters } from "../checks/compare-counters";
import { largestCurrent } from "../checks/largest-current";
import { stepTimeAgainstTestTime } from "../checks/step-time-against-test-time";
import { warnOfCounters } from "../checks/warn-of-counters";
import { counterRatio, type Witnesses } from "./witnesses";
import type { SignWitness } from "./settle-sign";
import { CycleLedger } from "./cycle-ledger";
import { HalfCycles } from "../units/half-cycles";
import type { CounterComparison } from "../cycler-file";

/** Faults of a file that show only once all of it was read. */
export type FileFaults = {
  /** Nearly every row is a step of its own. */
  summaryRows: () => void;
  /** The rows are in no order. */
  shuffled: () => void;
  /** The rows are in reverse order. */
  reversed: () => void;
  /** All rows have one time. */
  standing: () => void;
};

export type FinishedTest = {
  cycles: number;
  comparisons: CounterComparison[];
  witnesses: Witnesses;
  clock: ClockWitness;
  sign: SignWitness;
  /** Voltage and current look like each other. */
  areExchanged: boolean;
};

/** Collects the report of one test while its parts pass: its cycles, the cycler's counters, and warnings. */
export class TestReport {
  private readonly ledger: CycleLedger;
  private readonly checks: Check[];
  private readonly order = rowOrder();
  private readonly time = timeAgainstClock();
  private readonly stepTime = stepTimeAgainstTestTime();
  private readonly interval = usualInterval();
  private readonly written = coarseTime();
  private readonly size = largestCurrent();
  private readonly sign = swappedCurrent();
  private readonly exchanged = exchangedColumns();
  private readonly halfCycles = new HalfCycles();
  private unsignedLine: number | null = null;

  private readonly warn: Warn;

  constructor(
    readonly cell: string | null,
    readonly test: string,
    warnOfFile: Warn,
    private readonly onFault: FileFaults,
    currentStepA: number | null,
  ) {
    // With several tests in a file, a warning names the test.
    const name = [cell ?? "", test].filter((part) => part !== "").join(", ");
    const warn: Warn = (kind, line, message, severity) =>
      warnOfFile(kind, line, name === "" ? message : `${name}: ${message}`, severity);
    this.warn = warn;
    this.checks = [
      this.order,
      cycleNumbers(),
      this.time,
      this.stepTime,
      this.interval,
      this.written,
      this.size,
      this.sign,
      unsignedCurrent((line) => {
        this.unsignedLine = line;
      }),
      coarseCurrent(currentStepA),
      repeatedRows(),
      missingResets(),
      impossibleValues(),
      this.exchanged,
    ];
    this.ledger = new CycleLedger((run, line) => {
      this.halfCycles.add(run);
      if (!hasGap(run)) return;
      const seconds = Math.round(run.longestIntervalS);
      warn(
        "gap",
        line,
        `In the step that begins here, two samples are ${seconds} s apart; the interval is counted like any other.`,
      );
    });
  }

  add(part: BuiltPart): void {
    for (const check of this.checks) check.add(part, this.warn);
    this.ledger.add(part);
  }

  /** After the last part: its cycles, what the cycler counted of them, and what its quantities say of each other. */
  finish(counters: readonly Counter[]): FinishedTest {
    const cycles = this.ledger.finish();
    // Reversed rows explain whatever else the checks may find.
    if (this.order.isReversed) this.onFault.reversed();
    else if (this.order.isShuffled) this.onFault.shuffled();
    else if (this.written.standsStill) this.onFault.standing();
    else if (this.ledger.hasSingleRowRuns) this.onFault.summaryRows();
    for (const check of this.checks) check.finish(this.warn);
    if (this.ledger.isFull)
      this.warn(
        "noise",
        null,
        "The current changes sign so often that not all cycles were compared with the cycler's counters.",
      );
    const comparisons = compareCounters(this, cycles, counters);
    const ratio = counterRatio(comparisons);
    warnOfCounters(comparisons, ratio !== null && ratio !== 1, this.warn);
    const clock = this.time.witness;
    const witnesses = {
      clockFactor: clock.factor,
      counterRatio: ratio,
      stepFactor: this.stepTime.factor,
      intervalS: this.interval.intervalS,
      largestA: this.size.largestA,
      halfCycle: this.halfCycles.found,
    };
    const sign = { isSwapped: this.sign.isSwapped, unsignedLine: this.unsignedLine };
    const { areExchanged } = this.exchanged;
    return { cycles: cycles.length, comparisons, witnesses, clock, sign, areExchanged };
  }
}
