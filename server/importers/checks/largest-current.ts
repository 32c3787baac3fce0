import { floatAt } from "../../domain/samples/sample-columns";
import type { BuiltPart } from "../assembly/built-part";
import type { Check } from "./check";

/** The largest current that two rows running have: one alone may be a wrong value. */
export function largestCurrent(): Check & { readonly largestA: number } {
  let largestA = 0;
  const add = ({ samples: { currentA, length } }: BuiltPart) => {
    for (let row = 1; row < length; row++) {
      const both = Math.min(Math.abs(floatAt(currentA, row)), Math.abs(floatAt(currentA, row - 1)));
      if (both > largestA) largestA = both;
    }
  };
  return {
    add,
    finish: () => {},
    get largestA() {
      return largestA;
    },
  };
}
