import type { CounterComparison, Question } from "../cycler-file";
import type { Warn } from "./check";
import { differing, isOffBy, kindOf, moving } from "./compare-counters";

/** Coarse rows, a lead-in, or a part of the file that is missing explain as much in some cycles; in most of them it is another quantity. */
const FAR_OFF = 0.2;
/** What is as close as this to the counter of the other direction was meant by it. */
const NEAR = 0.1;
/** Of what the largest cycle moved: less may be pulses between two rows. */
const MUCH = 0.1;

const WORDS = {
  chargeCapacity: "charge",
  dischargeCapacity: "discharge",
  chargeEnergy: "charge energy",
  dischargeEnergy: "discharge energy",
};

const ACCEPTED = {
  parameter: "countersDiffer",
  value: "accepted",
  words: "the samples are right, and the counters count otherwise",
} as const;
const DIFFER: Question = { choices: [ACCEPTED] };
const EXCHANGED: Question = {
  choices: [
    { parameter: "positiveCurrent", value: "discharges", words: "positive discharges the cell, as the cycler counts" },
    ACCEPTED,
  ],
};

/**
 * One sentence for each quantity in which the cycler counted otherwise than its samples give, however many cycles it is.
 * @param isOfUnits a unit explains it, which is asked about as such
 */
export function warnOfCounters(comparisons: readonly CounterComparison[], isOfUnits: boolean, warn: Warn): void {
  const wrong = contradicting(comparisons);
  const question = areExchanged(comparisons, wrong) ? EXCHANGED : DIFFER;
  const byQuantity = Map.groupBy(differing(comparisons), ({ quantity }) => quantity);
  for (const [quantity, off] of byQuantity) {
    const compared = comparisons.filter((comparison) => comparison.quantity === quantity).length;
    const isFarOff = wrong.some((one) => one.quantity === quantity);
    warn(`counter ${quantity}`, null, sentenceOn(off, compared), isFarOff ? (isOfUnits ? "severe" : question) : "mild");
  }
}

/** The comparisons that are far off, of quantities of which most are. */
function contradicting(comparisons: readonly CounterComparison[]): CounterComparison[] {
  // Counters that are 0 throughout are not in use.
  const counting = new Set(comparisons.flatMap(({ quantity, vendor }) => (vendor > 0 ? [kindOf(quantity)] : [])));
  const inUse = moving(comparisons, MUCH).filter(({ quantity }) => counting.has(kindOf(quantity)));
  return [...Map.groupBy(inUse, ({ quantity }) => quantity).values()].flatMap((compared) => {
    const off = compared.filter(isOffBy(FAR_OFF));
    return off.length > compared.length / 2 ? off : [];
  });
}

/** Whether most cycles that differ do not where charge is compared with the counter of discharge, and the other way round. */
function areExchanged(comparisons: readonly CounterComparison[], wrong: readonly CounterComparison[]): boolean {
  const numbers = new Set(wrong.map(({ cycle }) => cycle));
  const cycles = [...Map.groupBy(comparisons, ({ cycle }) => cycle).values()].filter(([one]) =>
    numbers.has(one?.cycle ?? Number.NaN),
  );
  const crossed = cycles.filter((of) => {
    const charge = of.find(({ quantity }) => quantity === "chargeCapacity");
    const discharge = of.find(({ quantity }) => quantity === "dischargeCapacity");
    return charge && discharge && isNear(charge.ours, discharge.vendor) && isNear(discharge.ours, charge.vendor);
  });
  return crossed.length > cycles.length / 2;
}

const isNear = (left: number, right: number) => Math.abs(Math.abs(left) - right) <= NEAR * right;

function sentenceOn(off: readonly CounterComparison[], compared: number): string {
  const [first] = off;
  if (!first) return "";
  const worst = off.reduce((most, one) =>
    Math.abs(one.relativeDifference) > Math.abs(most.relativeDifference) ? one : most,
  );
  if (off.length === 1) return `Cycle ${first.cycle}: ${differs(first)}.`;
  const cycles = off.length === compared ? `all ${compared} cycles` : `${off.length} of ${compared} cycles`;
  return `In ${cycles}, from cycle ${first.cycle} on, the samples give another ${WORDS[first.quantity]} than the cycler counted; most in cycle ${worst.cycle}: ${differs(worst)}.`;
}

function differs({ quantity, vendor, ours, relativeDifference }: CounterComparison): string {
  const unit = quantity.endsWith("Energy") ? "Wh" : "Ah";
  const percent = `${relativeDifference > 0 ? "+" : "−"}${toTwoDigits(Math.abs(relativeDifference * 100))} %`;
  return `the cycler counted ${vendor.toPrecision(5)} ${unit} of ${WORDS[quantity]}, the samples give ${ours.toPrecision(5)} (${percent})`;
}

const toTwoDigits = (value: number) => (value < 99.5 ? value.toPrecision(2) : value.toFixed(0));
