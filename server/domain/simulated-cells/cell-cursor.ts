import type { CellDesign } from "./cell-design";
import { planCycle, SWITCHING_MS } from "./cycle-plan";
import { type SimulatedSample, samplesOfCycle } from "./cycle-samples";

/** Reads the samples of one cell in order, from any point of its test, holding one cycle at a time. */
export class CellCursor {
  private cycle = 0;
  private nextCycleStartMs = 0;
  private samples: SimulatedSample[] = [];
  private index = 0;

  /** @param start.afterMs the last sample it has already, in ms of its test time; null for none */
  constructor(
    readonly cell: CellDesign,
    private readonly start: { afterMs: number | null; density: number },
  ) {}

  /** The next samples up to and with `untilMs` of test time, at most `limit`; each is given once. */
  takeUntil(untilMs: number, limit = Number.POSITIVE_INFINITY): SimulatedSample[] {
    const taken: SimulatedSample[] = [];
    while (taken.length < limit) {
      if (this.index >= this.samples.length) {
        if (this.nextCycleStartMs > untilMs) break;
        this.openNextCycle();
        continue;
      }
      const sample = this.samples[this.index];
      if (!sample || sample.testTimeMs > untilMs) break;
      taken.push(sample);
      this.index += 1;
    }
    return taken;
  }

  private openNextCycle(): void {
    const afterMs = this.start.afterMs ?? -1;
    this.cycle += 1;
    const plan = planCycle(this.cell, this.cycle, this.nextCycleStartMs);
    this.nextCycleStartMs = plan.endMs + SWITCHING_MS;
    this.index = 0;
    this.samples =
      plan.endMs <= afterMs
        ? [] // in the past as a whole: not worth its samples
        : samplesOfCycle(this.cell, plan, this.start.density).filter(({ testTimeMs }) => testTimeMs > afterMs);
  }
}
