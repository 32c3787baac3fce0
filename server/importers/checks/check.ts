import type { BuiltPart } from "../assembly/built-part";

export type Warn = (kind: string, line: number | null, message: string) => void;

/** Checks the parts of one test, in order. */
export type Check = {
  add: (part: BuiltPart, warn: Warn) => void;
  finish: (warn: Warn) => void;
};
