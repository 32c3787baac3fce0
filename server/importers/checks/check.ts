import type { BuiltPart } from "../assembly/built-part";
import type { Severity } from "../text/problem-list";

export type Warn = (kind: string, line: number | null, message: string, severity?: Severity) => void;

/** Checks the parts of one test, in order. */
export type Check = {
  add: (part: BuiltPart, warn: Warn) => void;
  finish: (warn: Warn) => void;
};
