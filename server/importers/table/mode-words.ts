import type { SentMode } from "../../domain/samples/sample-columns";
import { modeOfStepType } from "../../domain/samples/step-types";

/** Discharge comes first: its words contain those for charge. */
const WORDS: readonly [RegExp, SentMode][] = [
  [/放电|entlad|décharge/i, "discharge"],
  [/充电|lade|charge/i, "charge"],
  [/静置|搁置|休眠|暂停|ruhe|repos/i, "rest"],
  [/^D$/i, "discharge"],
  [/^C$/i, "charge"],
  [/^R$/i, "rest"],
];

/** The mode for a cycler's step type, in English as `modeOfStepType` knows it, in Chinese, German and French. */
export function modeOfWord(word: string): SentMode {
  const mode = modeOfStepType(word);
  if (mode !== "other") return mode;
  return WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? "other";
}

/** Maccor, and Landt in its text export, write one letter. */
export function modeOfLetter(word: string): SentMode {
  const letters: Record<string, SentMode> = { C: "charge", D: "discharge", R: "rest", P: "rest", O: "rest", S: "rest" };
  return letters[word.toUpperCase()] ?? modeOfWord(word);
}
