import { floatAt, intAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check, Warn } from "./check";

const [COLDEST_C, HOTTEST_C] = [-60, 200];
const LEAST_ROWS = 100;
/** A voltage that leaps by more than this and comes back with the next sample is no cell's. */
const LEAP_V = 0.5;
const LEAP_SHARE = 0.2;
const LEAP_WITHIN_US = 60e6;

/** Finds sensors that are not there or broken, and single samples whose voltage leaps out of its neighbours. */
export function impossibleValues(): Check {
  let [rows, zeros] = [0, 0];
  const add = ({ samples, lines }: BuiltPart, warn: Warn) => {
    const { temperatureC, voltageV } = samples;
    rows += samples.length;
    for (let row = 0; row < samples.length; row++) {
      const atC = floatAt(temperatureC, row);
      if (atC === 0) zeros += 1;
      else if (atC < COLDEST_C || atC > HOTTEST_C) {
        warn(
          "impossible temperature",
          intAt(lines, row),
          `${atC} °C is not a plausible cell temperature: is the sensor connected?`,
        );
      }
      if (leaps(samples, row))
        warn("leaping voltage", intAt(lines, row), `The voltage jumps to ${voltageV[row]} V and back.`);
    }
  };
  return {
    add,
    finish: (warn) => {
      if (rows >= LEAST_ROWS && zeros === rows)
        warn("no sensor", null, "The temperature is 0 °C throughout: is the sensor connected?");
    },
  };
}

function leaps({ timeUs, voltageV, stepCount }: BuiltPart["samples"], row: number): boolean {
  const [before, now, after] = [voltageV[row - 1], floatAt(voltageV, row), voltageV[row + 1]];
  if (before === undefined || after === undefined) return false;
  const least = Math.max(LEAP_V, LEAP_SHARE * Math.abs(before));
  if (Math.abs(now - before) <= least || Math.abs(now - after) <= least || Math.abs(after - before) > least / 5)
    return false;
  const isOneStep = stepCount[row - 1] === stepCount[row + 1];
  return isOneStep && floatAt(timeUs, row + 1) - floatAt(timeUs, row - 1) <= LEAP_WITHIN_US;
}
