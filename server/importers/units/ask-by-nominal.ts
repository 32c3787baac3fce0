import type { Question } from "../cycler-file";
import { scaleOf, sizeOf } from "../numbers/units";
import type { HalfCycle } from "./half-cycles";
import { choiceOf, isUsualInterval, type Measured, sizeOfUnit, UNITS } from "./measured";

/** No half cycle moves so many nominal capacities; a fiftieth of one does, in a unit a thousand times too large. */
const MOST = 20;
/** A cell that went through its voltages both ways moved more; one that was touched, or pulsed, did not go through them. */
const LEAST_CYCLED = 1 / 400;
/** What a half cycle moves in a unit that is worth offering. */
const [LEAST_LIKELY, MOST_LIKELY] = [1 / 50, 5];

type Heard = { nominalCapacityAh: number | null; halfCycle: HalfCycle; intervalS: number | null };

/**
 * What has to be asked where the nominal capacity contradicts a current of which no heading names the unit; null where it does not, or no unit
 * would explain it.
 * @param time undefined where its unit is certain
 */
export function askByNominal(
  { current, time }: { current: Measured; time: Measured | undefined },
  { nominalCapacityAh, halfCycle, intervalS }: Heard,
): { message: string; question: Question } | null {
  const ratio = nominalCapacityAh === null ? Number.NaN : halfCycle.largestAh / nominalCapacityAh;
  if (nominalCapacityAh === null || !isOdd(ratio, halfCycle)) return null;
  const isLikely = (of: Measured, unit: string) => {
    const factor = sizeOf(scaleOf(of.dimension, unit)) / sizeOfUnit(of);
    const isNear = of.dimension !== "time" || intervalS === null || isUsualInterval(intervalS * factor);
    return isNear && ratio * factor >= LEAST_LIKELY && ratio * factor <= MOST_LIKELY;
  };
  const open = time === undefined || time.isNamed ? [current] : [current, time];
  const [first, ...others] = open.flatMap((of) =>
    UNITS[of.dimension]
      .filter((unit) => isLikely(of, unit))
      .flatMap((unit) => choiceOf(of, unit, `"${of.heading}" is in ${unit}`)),
  );
  if (!first) return null;
  const asRead = choiceOf(current, current.unit, `"${current.heading}" is in ${current.unit}, as read`);
  const message = `the largest half cycle moves ${sentenceOn(halfCycle.largestAh, nominalCapacityAh)}, and no heading names the unit of the current.`;
  return { message, question: { choices: [first, ...others, ...asRead] } };
}

function isOdd(ratio: number, { largestAh, isCycled }: HalfCycle): boolean {
  return ratio > MOST || (largestAh > 0 && isCycled && ratio < LEAST_CYCLED);
}

function sentenceOn(largestAh: number, nominalCapacityAh: number): string {
  const [ratio, moved, nominal] = [
    Math.max(largestAh / nominalCapacityAh, nominalCapacityAh / largestAh),
    largestAh,
    nominalCapacityAh,
  ].map((value) => Number(value.toPrecision(3)).toLocaleString("en", { maximumSignificantDigits: 3 }));
  const size = largestAh > nominalCapacityAh ? `${ratio} times the` : `a ${ratio}th of the`;
  return `${moved} Ah, ${size} nominal capacity of ${nominal} Ah`;
}
