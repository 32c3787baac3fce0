import { type DateOrder, parseClock } from "./parse-clock";
import { type NumberStyle, parseNumber } from "../numbers/parse-number";

/** Clocks have whole seconds: a shorter time does not show the unit. */
const LEAST_US = 20e6;
const UNITS: readonly (readonly [seconds: number, unit: string])[] = [
  [1, "s"],
  [60, "min"],
  [3600, "h"],
  [1e-3, "ms"],
];

/**
 * The unit of times that name none, from the clock beside them.
 * @param times of rows, with their clocks, as text
 * @returns null where the clock does not show it
 */
export function timeUnitByClock(
  times: readonly string[],
  clocks: readonly string[],
  style: NumberStyle,
  order: DateOrder,
): string | null {
  const readings = times.map((text, row) => readingOf(text, clocks[row] ?? "", style, order));
  const votes = new Map<string, number>();
  let from: Reading | null = null;
  for (const now of readings.filter((reading) => reading !== null)) {
    if (from === null || now.time < from.time || now.clockUs < from.clockUs) from = now;
    if (now.clockUs - from.clockUs < LEAST_US) continue;
    const unit = unitOf((now.clockUs - from.clockUs) / 1e6 / (now.time - from.time));
    if (unit) votes.set(unit, (votes.get(unit) ?? 0) + 1);
    from = now;
  }
  return [...votes].sort(([, left], [, right]) => right - left)[0]?.[0] ?? null;
}

type Reading = { time: number; clockUs: number };

const unitOf = (seconds: number) => UNITS.find(([size]) => Math.abs(seconds / size - 1) < 0.1)?.[1];

function readingOf(text: string, clock: string, style: NumberStyle, order: DateOrder): Reading | null {
  const [timeBytes, clockBytes] = [text, clock].map((value) => new TextEncoder().encode(value));
  if (!timeBytes || !clockBytes) return null;
  const time = parseNumber(timeBytes, 0, timeBytes.length, style);
  const reading = parseClock(clockBytes, 0, clockBytes.length, order);
  return Number.isNaN(time) || reading === null ? null : { time, clockUs: reading.faceUs };
}
