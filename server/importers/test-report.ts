import type { BuiltPart, Counter } from "./built-part";
import { compareCounters, differing } from "./compare-counters";
import { CycleLedger } from "./cycle-ledger";
import { hasGap } from "../domain/shown-steps";
import { checkCycleNumbers } from "./checks/cycle-numbers";
import type { CounterComparison } from "./cycler-file";
import type { ProblemList } from "./problem-list";

/** What is gathered of one test while its parts pass: its cycles, the cycler's counters, and what looks wrong in it. */
export class TestReport {
  private readonly ledger: CycleLedger;
  private readonly cycleNumbers: (part: BuiltPart) => void;

  constructor(
    private readonly test: string,
    private readonly problems: ProblemList,
  ) {
    this.ledger = new CycleLedger((run, line) => {
      if (!hasGap(run)) return;
      const message = `In the step from here on ${Math.round(run.longestIntervalS)} s pass between two samples; they are counted like any others.`;
      problems.warn("gap", line, message);
    });
    this.cycleNumbers = checkCycleNumbers((line, message) => problems.warn("cycle numbers", line, message));
  }

  add(part: BuiltPart): void {
    this.cycleNumbers(part);
    this.ledger.add(part);
  }

  finish(counters: readonly Counter[]): { cycles: number; comparisons: CounterComparison[] } {
    const cycles = this.ledger.finish();
    const comparisons = compareCounters(this.test, cycles, counters);
    for (const { cycle, quantity, vendor, ours, relativeDifference } of differing(comparisons)) {
      const unit = quantity.endsWith("Energy") ? "Wh" : "Ah";
      const message = `Cycle ${cycle}: the cycler counted ${vendor.toPrecision(5)} ${unit} of ${WORDS[quantity]}, the samples give ${ours.toPrecision(5)} (${percent(relativeDifference)}).`;
      this.problems.warn(`counter ${quantity}`, null, message);
    }
    return { cycles: cycles.length, comparisons };
  }
}

const WORDS = {
  chargeCapacity: "charge",
  dischargeCapacity: "discharge",
  chargeEnergy: "charge energy",
  dischargeEnergy: "discharge energy",
};
const percent = (share: number) => `${share > 0 ? "+" : "−"}${Math.abs(share * 100).toPrecision(2)} %`;
