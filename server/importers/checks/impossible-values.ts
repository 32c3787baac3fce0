import { floatAt, intAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check, Warn } from "./check";

const LEAST_ROWS = 100;
/** No cell's voltage jumps by more than this and comes back with the next sample. */
const JUMP_V = 0.5;
const JUMP_SHARE = 0.2;
const JUMP_WITHIN_US = 60e6;

/** Finds missing sensors, and single samples whose voltage jumps away from its neighbours. */
export function impossibleValues(): Check {
  let [rows, zeros] = [0, 0];
  const add = ({ samples, lines }: BuiltPart, warn: Warn) => {
    const { temperatureC, voltageV } = samples;
    rows += samples.length;
    for (let row = 0; row < samples.length; row++) {
      const atC = floatAt(temperatureC, row);
      if (atC === 0) zeros += 1;
      if (jumps(samples, row))
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

function jumps({ timeUs, voltageV, stepCount }: BuiltPart["samples"], row: number): boolean {
  const [before, now, after] = [voltageV[row - 1], floatAt(voltageV, row), voltageV[row + 1]];
  if (before === undefined || after === undefined) return false;
  const least = Math.max(JUMP_V, JUMP_SHARE * Math.abs(before));
  if (Math.abs(now - before) <= least || Math.abs(now - after) <= least || Math.abs(after - before) > least / 5)
    return false;
  const isOneStep = stepCount[row - 1] === stepCount[row + 1];
  return isOneStep && floatAt(timeUs, row + 1) - floatAt(timeUs, row - 1) <= JUMP_WITHIN_US;
}
