/** A row of an ingest body. */
export type Sample = {
  cell: string;
  time: number;
  testTime: number;
  voltage: number;
  current: number;
  cycle: number;
  step: number;
};

const HOUR_S = 3600;
const SAMPLES_A_STEP = 13;
/** A charge of an hour, a discharge of an hour, and a pause before the next cycle. */
export const CYCLE_S = 2 * HOUR_S + 600;

const CHARGE = { step: 1, voltage: 4, sign: 1 };
const DISCHARGE = { step: 2, voltage: 3, sign: -1 };

/** Cycles of one cell from a start on; what it says of capacity is what the server must count. */
export class CyclerChannel {
  readonly #cell: string;
  readonly #startMs: number;

  constructor(cell: string, startMs: number) {
    this.#cell = cell;
    this.#startMs = startMs;
  }

  /** A whole cycle, which is finished once a sample of the next one follows. */
  cycle(cycle: number, capacityAh: { charge: number; discharge: number }): Sample[] {
    return [
      ...this.charge(cycle, capacityAh.charge),
      ...this.#step(cycle, DISCHARGE, capacityAh.discharge, [0, SAMPLES_A_STEP]),
    ];
  }

  /** Its charge: an hour of constant current, so that the current in A is the capacity in Ah. */
  charge(cycle: number, capacityAh: number): Sample[] {
    return this.#step(cycle, CHARGE, capacityAh, [0, SAMPLES_A_STEP]);
  }

  /** The discharge of one hour between two shares of it. */
  dischargePart(cycle: number, currentA: number, [from, to]: readonly [number, number]): Sample[] {
    const last = SAMPLES_A_STEP - 1;
    return this.#step(cycle, DISCHARGE, currentA, [Math.round(from * last), Math.round(to * last) + 1]);
  }

  /** The first sample of a cycle, at rest: it finishes the cycle before. */
  opening(cycle: number): Sample {
    return this.#sample(cycle, { step: 0, voltage: 3.4, current: 0 }, (cycle - 1) * CYCLE_S - 60);
  }

  #step(cycle: number, kind: typeof CHARGE, currentA: number, [from, to]: readonly [number, number]): Sample[] {
    const beginS = (cycle - 1) * CYCLE_S + (kind.step - 1) * (HOUR_S + 60);
    const { step, voltage, sign } = kind;
    return Array.from({ length: to - from }, (_, index) => {
      const atS = beginS + ((from + index) * HOUR_S) / (SAMPLES_A_STEP - 1);
      return this.#sample(cycle, { step, voltage, current: sign * currentA }, atS);
    });
  }

  #sample(cycle: number, measured: { step: number; voltage: number; current: number }, testTime: number): Sample {
    return { cell: this.#cell, time: this.#startMs + testTime * 1000, testTime, cycle, ...measured };
  }
}
