import { floatAt } from "../../domain/samples/sample-columns";
import { type BuiltPart, type Counter, COUNTERS } from "../assembly/built-part";
import type { Check, Warn } from "./check";

/** A counter below a µAh or µWh has counted nothing that a reset would take away. */
const LEAST = 1e-6;
const MAX_NAMED = 5;

const WORDS: Partial<Record<Counter, string>> = {
  chargeCapacity: "charge",
  dischargeCapacity: "discharge",
  chargeEnergy: "charge energy",
  dischargeEnergy: "discharge energy",
};

/** A cycle through which a counter went on instead of starting again. */
type Missed = { cycle: number; line: number; from: number };

/** One counter of one direction: whether it started again in each cycle. */
class CounterResets {
  resets = 0;
  readonly missed: Missed[] = [];
  private before = Number.NaN;
  private cycle = Number.NaN;
  /** The cycle under way, where the counter had something to be reset. */
  private open: Missed | null = null;

  add({ cycles, lines }: BuiltPart, values: Float64Array): void {
    for (let row = 0; row < cycles.length; row++) {
      const value = Math.abs(floatAt(values, row));
      if (Number.isNaN(value)) continue;
      const cycle = floatAt(cycles, row);
      if (cycle !== this.cycle) this.begin(cycle, lines[row] ?? 0);
      // As the comparison with our sums takes a fall: to more than half it is noise.
      if (this.open !== null && value < this.before / 2) {
        this.resets += 1;
        this.open = null;
      }
      this.before = value;
    }
  }

  private begin(cycle: number, line: number): void {
    this.end();
    const isLater = cycle > this.cycle;
    this.cycle = cycle;
    if (isLater && this.before > LEAST) this.open = { cycle, line, from: this.before };
  }

  /** The cycle under way is over. */
  end(): void {
    if (this.open !== null) this.missed.push(this.open);
    this.open = null;
  }
}

/** Names the cycles in which counters were not reset that otherwise start again with each cycle or step. */
export function missingResets(): Check {
  const counters = new Map<Counter, CounterResets>();
  const add = (part: BuiltPart) => {
    for (const counter of COUNTERS) {
      const values = part.counters[counter];
      if (!values || WORDS[counter] === undefined) continue;
      const resets = counters.get(counter) ?? new CounterResets();
      counters.set(counter, resets);
      resets.add(part, values);
    }
  };
  const finish = (warn: Warn) => {
    for (const resets of counters.values()) resets.end();
    // Counters that run on miss every reset, and one that fell once was set back by hand.
    const missing = [...counters].filter(([, { missed, resets }]) => missed.length > 0 && missed.length <= resets);
    const alike = Map.groupBy(missing, ([, { missed }]) => missed.map(({ cycle }) => cycle).join());
    for (const own of alike.values()) warnOf(own, warn);
  };
  return { add, finish };
}

function warnOf(own: readonly (readonly [Counter, CounterResets])[], warn: Warn): void {
  const [first] = own;
  const missed = first?.[1].missed[0];
  if (!first || !missed) return;
  const names = own.map(([counter]) => WORDS[counter]).join(" and ");
  const cycles = first[1].missed.map(({ cycle }) => cycle);
  const more = cycles.length > MAX_NAMED ? " and more" : "";
  const named = `${cycles.length === 1 ? "cycle" : "cycles"} ${cycles.slice(0, MAX_NAMED).join(", ")}${more}`;
  const from = `${missed.from.toPrecision(5)} ${first[0].endsWith("Energy") ? "Wh" : "Ah"}`;
  const message =
    own.length === 1
      ? `The cycler's counter of ${names} starts again in other cycles but was not reset in ${named}: it goes on from ${from}.`
      : `The cycler's counters of ${names} start again in other cycles but were not reset in ${named}: they go on from ${from}.`;
  warn(`missing reset ${names}`, missed.line, `${message} What was added in the cycle was compared.`);
}
