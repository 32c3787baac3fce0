import { hasGap } from "../../domain/cycles/shown-steps";
import type { BuiltPart, Counter } from "./built-part";
import type { Check, Warn } from "../checks/check";
import { coarseCurrent } from "../checks/coarse-current";
import { cycleNumbers } from "../checks/cycle-numbers";
import { impossibleValues } from "../checks/impossible-values";
import { repeatedRows } from "../checks/repeated-rows";
import { rowOrder } from "../checks/row-order";
import { swappedCurrent } from "../checks/swapped-current";
import { timeAgainstClock } from "../checks/time-against-clock";
import { unsignedCurrent } from "../checks/unsigned-current";
import { compareCounters, differing } from "../checks/compare-counters";
import { CycleLedger } from "./cycle-ledger";
import type { CounterComparison } from "../cycler-file";

/** Faults of a file that show only once all of it was read. */
export type FileFaults = {
  /** Receives the line that shows that the current has no sign, where no mode gives it one. */
  unsigned: (line: number) => void;
  /** Nearly every row is a step of its own. */
  summaryRows: () => void;
  /** The rows are in reverse order. */
  reversed: () => void;
};

/** Collects the report of one test while its parts pass: its cycles, the cycler's counters, and warnings. */
export class TestReport {
  private readonly ledger: CycleLedger;
  private readonly checks: Check[];
  private readonly order = rowOrder();
  private readonly time = timeAgainstClock();

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
    const warn: Warn = (kind, line, message) => warnOfFile(kind, line, name === "" ? message : `${name}: ${message}`);
    this.warn = warn;
    this.checks = [
      this.order,
      cycleNumbers(),
      this.time,
      swappedCurrent(),
      unsignedCurrent(onFault.unsigned),
      coarseCurrent(currentStepA),
      repeatedRows(),
      impossibleValues(),
    ];
    this.ledger = new CycleLedger((run, line) => {
      if (!hasGap(run)) return;
      const seconds = Math.round(run.longestIntervalS);
      warn(
        "gap",
        line,
        `In the step that begins here, two samples are ${seconds} s apart; the interval is counted like any other.`,
      );
    });
  }

  /** What seems wrong with the unit of test time so far. */
  get timeDoubt(): string | null {
    return this.time.doubt;
  }

  add(part: BuiltPart): void {
    for (const check of this.checks) check.add(part, this.warn);
    this.ledger.add(part);
  }

  finish(counters: readonly Counter[]): { cycles: number; comparisons: CounterComparison[] } {
    const cycles = this.ledger.finish();
    // Reversed rows explain whatever else the checks may find.
    if (this.order.isReversed) this.onFault.reversed();
    else if (this.ledger.hasSingleRowRuns) this.onFault.summaryRows();
    for (const check of this.checks) check.finish(this.warn);
    if (this.ledger.isFull)
      this.warn(
        "noise",
        null,
        "The current changes sign so often that not all cycles were compared with the cycler's counters.",
      );
    const comparisons = compareCounters(this, cycles, counters);
    for (const comparison of differing(comparisons))
      this.warn(`counter ${comparison.quantity}`, null, differs(comparison));
    return { cycles: cycles.length, comparisons };
  }
}

function differs({ cycle, quantity, vendor, ours, relativeDifference }: CounterComparison): string {
  const unit = quantity.endsWith("Energy") ? "Wh" : "Ah";
  const percent = `${relativeDifference > 0 ? "+" : "−"}${toTwoDigits(Math.abs(relativeDifference * 100))} %`;
  return `Cycle ${cycle}: the cycler counted ${vendor.toPrecision(5)} ${unit} of ${WORDS[quantity]}, the samples give ${ours.toPrecision(5)} (${percent}).${otherUnit(Math.abs(ours) / vendor)}`;
}

const toTwoDigits = (value: number) => (value < 99.5 ? value.toPrecision(2) : value.toFixed(0));

/** Close to one of these factors, a difference is one of units. */
const FACTORS = [60, 1000, 3600];

function otherUnit(ratio: number): string {
  const factor = FACTORS.find((of) => Math.abs(Math.max(ratio, 1 / ratio) / of - 1) < 0.1);
  if (factor === undefined) return "";
  const [more, less] =
    ratio > 1 ? ["the samples give", "the cycler counted"] : ["the cycler counted", "the samples give"];
  return ` A unit seems to be wrong, because ${more} about ${factor.toLocaleString("en")} times what ${less}: check the units of time, current and counter.`;
}

const WORDS = {
  chargeCapacity: "charge",
  dischargeCapacity: "discharge",
  chargeEnergy: "charge energy",
  dischargeEnergy: "discharge energy",
};
