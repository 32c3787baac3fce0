import { useState } from "react";
import type { Line } from "./prepare-lines";

const made = new WeakMap<object, Map<string, readonly Line[]>>();

/**
 * Lines that are made of an answer once: the same ones while the answer stays, so that a chart knows without reading them that nothing changed.
 * @param asked all else that they depend on
 */
export function keptLines(answer: object, asked: string, make: () => readonly Line[]): readonly Line[] {
  const ofAnswer = made.get(answer) ?? new Map<string, readonly Line[]>();
  made.set(answer, ofAnswer);
  const lines = ofAnswer.get(asked) ?? make();
  ofAnswer.set(asked, lines);
  return lines;
}

/** The list of before while it holds the same. */
export function useSameList<Value>(list: readonly Value[]): readonly Value[] {
  const [kept, setKept] = useState(list);
  const isSame = kept.length === list.length && kept.every((value, index) => value === list[index]);
  if (isSame) return kept;
  setKept(list);
  return list;
}
