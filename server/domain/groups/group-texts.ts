import type { GroupSeries } from "./groups-view";

/**
 * Groups of a view travel as texts of JSON: twenty thousand points are written once, some at a time, instead of in one piece for each page
 * that asks. A page gets them to seven digits, more than any cycler has.
 */

const DIGITS = 7;

const texts = new WeakMap<object, string>();

/** Writes a group for all answers that hold it; nobody may change it afterwards. @returns whether there was something to do */
export function writeAhead(group: GroupSeries): boolean {
  if (texts.has(group)) return false;
  texts.set(
    group,
    JSON.stringify(group, (_, value: unknown) => (typeof value === "number" ? rounded(value) : value)),
  );
  return true;
}

/** All digits of a double would be half of what a page loads. */
const rounded = (value: number) => (Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS)));

type Answer = Record<string, unknown>;
const isAnswer = (value: unknown): value is Answer => typeof value === "object" && value !== null;

/** A view, or a change that holds one, with texts in place of its groups where they were written; anything else as it is. */
function serialize(answer: unknown): unknown {
  if (!isAnswer(answer)) return answer;
  if (isAnswer(answer.view)) return { ...answer, view: serialize(answer.view) };
  if (!Array.isArray(answer.groups)) return answer;
  const { groups, ...rest } = answer;
  const written = (groups as object[]).map((group) => texts.get(group)); // an answer's list holds objects
  return written.length > 0 && written.every((text) => text !== undefined) ? { ...rest, groupTexts: written } : answer;
}

function deserialize(answer: unknown): unknown {
  if (!isAnswer(answer)) return answer;
  if (isAnswer(answer.view)) return { ...answer, view: deserialize(answer.view) };
  if (!Array.isArray(answer.groupTexts)) return answer;
  const { groupTexts, ...rest } = answer;
  return { ...rest, groups: groupTexts.map((text) => JSON.parse(String(text))) };
}

const asItIs = { serialize: (value: unknown) => value, deserialize: (value: unknown) => value };

/** For both ends of tRPC. What is asked travels as it is. */
export const GROUP_TEXTS = { input: asItIs, output: { serialize, deserialize } };
