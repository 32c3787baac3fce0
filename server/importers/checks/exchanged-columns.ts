import { floatAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";

const LEAST_ROWS = 20;
/** What is set stays from row to row, what is measured moves. */
const STAYS = 0.8;
const MOVES = 0.5;
/** Of a cell. */
const [LEAST_V, MOST_V] = [0.5, 6];

/** Finds a voltage and a current whose headings are exchanged: the one is set, and 0 or negative in places, the other moves as a cell's voltage. */
export function exchangedColumns(): Check & { readonly areExchanged: boolean } {
  const seen = { rows: 0, voltageStays: 0, currentMoves: 0, isVoltageOfCell: true, hasRest: false };
  let [voltageBefore, currentBefore] = [Number.NaN, Number.NaN];
  const add = ({ samples }: BuiltPart) => {
    for (let row = 0; row < samples.length; row++) {
      const [voltageV, currentA] = [floatAt(samples.voltageV, row), floatAt(samples.currentA, row)];
      if (voltageV === voltageBefore) seen.voltageStays += 1;
      if (currentA !== currentBefore) seen.currentMoves += 1;
      if (!(currentA >= LEAST_V && currentA <= MOST_V)) seen.isVoltageOfCell = false;
      if (voltageV <= 0) seen.hasRest = true;
      [voltageBefore, currentBefore] = [voltageV, currentA];
    }
    seen.rows += samples.length;
  };
  return {
    add,
    finish: () => {},
    get areExchanged() {
      const { rows, voltageStays, currentMoves, isVoltageOfCell, hasRest } = seen;
      const areLikely = rows >= LEAST_ROWS && isVoltageOfCell && hasRest;
      return areLikely && voltageStays >= STAYS * rows && currentMoves >= MOVES * rows;
    },
  };
}
