import type { BuiltPart } from "../assembly/built-part";

export type Warn = (kind: string, line: number | null, message: string) => void;

/** Looks through the parts of one test, in order, for what may be wrong with it. */
export type Check = {
  add: (part: BuiltPart, warn: Warn) => void;
  finish: (warn: Warn) => void;
};
