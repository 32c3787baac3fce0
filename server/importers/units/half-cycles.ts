import type { Run } from "../../domain/cycles/runs";
import { SECONDS_PER_HOUR } from "../../domain/cycles/stored-quantities";

/** What the runs of a file move, where nothing else tells their unit. */
export type HalfCycle = {
  /** The most that neighbouring runs of one direction move, Ah. */
  largestAh: number;
  /** Some charge raises the voltage, and some discharge lowers it, as far as only a cycle does: a cell that was touched is none. */
  isCycled: boolean;
};

/** Of a cell that goes from nearly empty to nearly full; the jump at the first edge is no part of it. */
const CYCLED_V = 0.4;

/** Half cycles of one test: charge at constant current and then at constant voltage is one, rest or the other direction ends it. */
export class HalfCycles {
  private largestAs = 0;
  private readonly cycled = { up: false, down: false };
  private open = { sign: 0, movedAs: 0, firstV: Number.NaN };

  add({ chargeAs, dischargeAs, firstVoltageV, lastVoltageV }: Run): void {
    // A drive cycle goes both ways: what is left of it is what a cell can hold.
    const netAs = chargeAs - dischargeAs;
    const sign = Math.sign(netAs);
    if (sign !== this.open.sign) this.open = { sign, movedAs: 0, firstV: firstVoltageV ?? Number.NaN };
    this.open.movedAs += Math.abs(netAs);
    this.largestAs = Math.max(this.largestAs, this.open.movedAs);
    if (sign * (lastVoltageV - this.open.firstV) < CYCLED_V) return;
    this.cycled.up ||= sign > 0;
    this.cycled.down ||= sign < 0;
  }

  get found(): HalfCycle {
    const { up, down } = this.cycled;
    return { largestAh: this.largestAs / SECONDS_PER_HOUR, isCycled: up && down };
  }
}
