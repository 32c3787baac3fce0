import { floatAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";

const LEAST_FALLS = 3;
/** In ordered rows time falls where a clock is put back or a count restarts; in reversed rows, always. */
const MOST = 2;

/** Steps and tests restart time now and then; rows of a shuffled file fall about as often as they rise. */
const SHUFFLED_SHARE = 0.3;

/** Finds rows in reverse order, whose test time, or without it their clock, mostly falls, and rows in no order. */
export function rowOrder(): Check & { readonly isReversed: boolean; readonly isShuffled: boolean } {
  let [rises, falls, before] = [0, 0, Number.NaN];
  const add = ({ samples, clockUs }: BuiltPart) => {
    for (let row = 0; row < samples.length; row++) {
      const testTimeS = floatAt(samples.testTimeS, row);
      const now = Number.isNaN(testTimeS) ? floatAt(clockUs, row) : testTimeS;
      if (now > before) rises += 1;
      else if (now < before) falls += 1;
      before = now;
    }
  };
  return {
    add,
    finish: () => {},
    get isShuffled() {
      return falls >= LEAST_FALLS && falls > SHUFFLED_SHARE * (rises + falls);
    },
    get isReversed() {
      return falls >= LEAST_FALLS && falls > MOST * rises;
    },
  };
}
