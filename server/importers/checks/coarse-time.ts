import { floatAt, intAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Question } from "../cycler-file";
import type { Check } from "./check";

/** Of the rows, this share has the time of the row before where the time is written too coarsely. */
const SHARED = 0.3;
const LEAST_ROWS = 10;
/** Times cut to their resolution move each end of a step by as much: worth a word from this share of the time in which a current flows. */
const WORTH_A_WARNING = 0.01;

const AS_COARSE: Question = {
  choices: [{ parameter: "coarseTime", value: "accepted", words: "the times are as good as they get" }],
};

/**
 * Finds times that are written more coarsely than the rows were taken: a clock of whole minutes, hours with two decimals, days. Rows then share one
 * time, and what flowed between them is lost at the ends of steps. Rows of several cells, mixed, look the same.
 */
export function coarseTime(): Check & { readonly standsStill: boolean } {
  const times = new WrittenTimes();
  return {
    add: (part) => times.add(part),
    finish: (warn) => {
      const { shared, firstLine, resolutionS, uncertainShare: share } = times;
      if (!times.areCoarse || times.standStill || share < WORTH_A_WARNING) return;
      const most = share >= 1 ? "all of the charge" : `${Number((share * 100).toPrecision(2))} % of the charge`;
      const message = `From here on, ${shared} rows share the time of the row before: times are written to ${Number(resolutionS.toPrecision(3))} s only, and up to ${most} may be missing or too much. Export the time with seconds, or the time of the step beside it; if the rows are of several cells, name the column that tells them apart.`;
      warn("coarse time", firstLine, message, AS_COARSE);
    },
    /** All rows have one time. */
    get standsStill() {
      return times.areCoarse && times.standStill;
    },
  };
}

class WrittenTimes {
  private rows = 0;
  shared = 0;
  firstLine = 0;
  /** The least time from one row to the next, where any passes. */
  resolutionS = Number.POSITIVE_INFINITY;
  /** With a current. */
  private steps = 0;
  private flowsS = 0;
  /** The row before. */
  private timeS = Number.NaN;
  private stepCount = Number.NaN;
  private voltageV = Number.NaN;
  private currentA = Number.NaN;

  add({ samples, lines }: BuiltPart): void {
    for (let row = 0; row < samples.length; row++) {
      const testTimeS = floatAt(samples.testTimeS, row);
      const timeS = Number.isNaN(testTimeS) ? floatAt(samples.timeUs, row) / 1e6 : testTimeS;
      const [voltageV, currentA] = [floatAt(samples.voltageV, row), floatAt(samples.currentA, row)];
      const stepCount = intAt(samples.stepCount, row);
      const elapsedS = timeS - this.timeS;
      if (stepCount !== this.stepCount || Math.sign(currentA) !== Math.sign(this.currentA) || !(elapsedS >= 0)) {
        if (currentA !== 0) this.steps += 1;
      } else if (elapsedS > 0) this.pass(elapsedS, currentA);
      else if (voltageV !== this.voltageV || currentA !== this.currentA) this.share(intAt(lines, row));
      this.timeS = timeS;
      this.stepCount = stepCount;
      this.voltageV = voltageV;
      this.currentA = currentA;
    }
    this.rows += samples.length;
  }

  private pass(elapsedS: number, currentA: number): void {
    if (elapsedS < this.resolutionS) this.resolutionS = elapsedS;
    if (currentA !== 0) this.flowsS += elapsedS;
  }

  private share(line: number): void {
    if (this.shared === 0) this.firstLine = line;
    this.shared += 1;
  }

  get areCoarse(): boolean {
    return this.rows >= LEAST_ROWS && this.shared > SHARED * this.rows;
  }

  get standStill(): boolean {
    return this.resolutionS === Number.POSITIVE_INFINITY;
  }

  get uncertainShare(): number {
    if (this.steps === 0) return 0;
    return this.flowsS === 0 ? 1 : (this.resolutionS * this.steps) / this.flowsS;
  }
}
