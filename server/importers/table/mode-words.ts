import type { SentMode } from "../../domain/samples/sample-columns";
import { modeOfStepType } from "../../domain/samples/step-types";

/** Discharge comes first: its words contain those for charge. */
const WORDS: readonly [RegExp, SentMode][] = [
  [/放电|放電|방전|entlad|décharge|descarg|scaric|ontlad|urladd|utlad|разряд|rozład|vybíj|deşarj/i, "discharge"],
  [/^(?:cc|cp|cr|cv|cccv)?[-_ ]?(?:dchg|dchrg|dsg|dch|disch|dis)$/i, "discharge"],
  [/充电|充電|충전|lade|laden|charge|carg|caric|ladd|заряд|ładow|nabíj|şarj/i, "charge"],
  [/^(?:cc|cp|cr|cv|cccv)?[-_ ]?(?:chg|chrg|cha|ch)$/i, "charge"],
  [/静置|搁置|休眠|暂停|休止|휴지|휴식|ruhe|repos|ripos|rust|pausa?$|vila|покой|пауза|spocz/i, "rest"],
  [/^D$/i, "discharge"],
  [/^C$/i, "charge"],
  [/^R$/i, "rest"],
];

/** The mode for a cycler's step type, in English as `modeOfStepType` knows it, in the languages of `words-of-languages.ts`, or short. */
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
