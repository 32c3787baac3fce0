import { intAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";

/** Cyclers do write two equal rows where a step ends; more of them come from copying. */
const WORTH_A_WARNING = 0.01;

/** Counts rows that equal the row before, time included. */
export function repeatedRows(): Check {
  let [rows, repeated, firstLine] = [0, 0, 0];
  const add = ({ samples, lines }: BuiltPart) => {
    const columns = [
      samples.timeUs,
      samples.voltageV,
      samples.currentA,
      samples.temperatureC,
      samples.cycle,
      samples.step,
    ];
    rows += samples.length;
    for (let row = 1; row < samples.length; row++) {
      if (samples.record[row] === 0) continue;
      const endsStep = row + 1 < samples.length && samples.stepCount[row] !== samples.stepCount[row + 1];
      if (endsStep || !columns.every((values) => Object.is(values[row], values[row - 1]))) continue;
      if (repeated === 0) firstLine = intAt(lines, row);
      repeated += 1;
    }
  };
  return {
    add,
    finish: (warn) => {
      if (repeated < rows * WORTH_A_WARNING || repeated < 2) return;
      warn(
        "repeated rows",
        firstLine,
        `From here on, ${repeated} rows repeat the row before; they do not change any capacity.`,
      );
    },
  };
}
