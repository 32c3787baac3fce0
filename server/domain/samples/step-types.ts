import { SENT_MODES, type SentMode } from "./sample-columns";

/** What a word ends in, the first that matches winning: `DChg` ends as `Chg` does. */
const WORDS: readonly [RegExp, SentMode][] = [
  [/d(?:is)?ch(?:a|g|r|arge|arged|arging)?$|^dis$/, "discharge"],
  [/ch(?:a|g|r|arge|arged|arging)$/, "charge"],
  [/^(?:rest|resting|ocv|pau|pause|paused|idle)$/, "rest"],
];

/**
 * The mode that a cycler's name for a kind of step means: `CC_CHG`, `CCCV Chg`, `CV_DChg`, `Rest`, `OCV` and the like. BDF fixes no list
 * for its `step_type`, so what is not understood (`EIS`, `Pulse`) is `other`.
 */
export function modeOfStepType(stepType: string): SentMode {
  const words = stepType.toLowerCase().split(/[^a-z]+/);
  for (const [pattern, mode] of WORDS) {
    if (words.some((word) => pattern.test(word))) return mode;
  }
  return "other";
}

/** The mode that a sender means by our own words, or by a step type that is understood; null for others, which are rather mistakes. */
export function sentModeOf(text: string): SentMode | null {
  const own = SENT_MODES.find((mode) => mode === text);
  if (own !== undefined) return own;
  const understood = modeOfStepType(text);
  return understood === "other" ? null : understood;
}
