import type { CycleRange } from "../cells/exclusions";
import { isAtMostRate } from "./discharge-rates";

/** What a cycle is there for. One cycle is of one kind at most: by hand, else by rule. */
export const CYCLE_KINDS = ["formation", "check_up", "ageing"] as const;
export type CycleKind = (typeof CYCLE_KINDS)[number];

/** A tag that a person gave cycles by their shown numbers. */
export type TaggedCycles = CycleRange & { tag: string };

export const MAX_TAG = 64;
const RULE = `expected 1–${MAX_TAG} characters without commas and control characters`;

/** Whether a tag is one of the three kinds, not one of the lab's own. */
export const isCycleKind = (tag: string): tag is CycleKind => CYCLE_KINDS.some((kind) => kind === tag);

/** A tag as it is stored, NFC and trimmed: one of the three kinds, or a lab's own; or what is wrong with it. */
export function readCycleTag(given: string): { tag: string } | { problem: string } {
  if (given.length > 4 * MAX_TAG) return { problem: RULE };
  const tag = given.normalize("NFC").trim();
  const problem = problemOf(tag);
  return problem === null ? { tag } : { problem };
}

function problemOf(tag: string): string | null {
  if (tag === "" || [...tag].length > MAX_TAG || !tag.isWellFormed() || /[\p{Cc},]/u.test(tag)) return RULE;
  const meant = CYCLE_KINDS.find((kind) => kind === tag.toLowerCase().replace(/[\s_-]+/g, "_"));
  return meant === undefined || meant === tag ? null : `did you mean "${meant}"?`;
}

/** The lab's own tags among some, each once, in order. */
export const ownTags = (tags: readonly { tag: string }[]): string[] =>
  [...new Set(tags.map(({ tag }) => tag))].filter((tag) => !isCycleKind(tag)).sort();

/** The kind that people gave a cycle, null for none; of several the one that was given last. @param tags in the order given */
export function kindByHand(tags: readonly TaggedCycles[], cycle: number): CycleKind | null {
  let kind: CycleKind | null = null;
  for (const { from, to, tag } of tags) if (from <= cycle && cycle <= to && isCycleKind(tag)) kind = tag;
  return kind;
}

/**
 * The kind of a complete, non-partial cycle by the lab's rules.
 * @param isFormation whether it is among the first that the reference rule leaves out
 * @param rateC of its discharge, 1/h; NaN where it is not known
 * @param checkUpMaxRateC null: no cycle is a check-up by rule
 */
export function kindByRule(isFormation: boolean, rateC: number, checkUpMaxRateC: number | null): CycleKind {
  if (isFormation) return "formation";
  return checkUpMaxRateC !== null && isAtMostRate(rateC, checkUpMaxRateC) ? "check_up" : "ageing";
}

/** @param isByRule whether it is formation where nobody said otherwise */
export function isFormation(tags: readonly TaggedCycles[], cycle: number, isByRule: boolean): boolean {
  return (kindByHand(tags, cycle) ?? (isByRule ? "formation" : null)) === "formation";
}

/** The tags of a cycle: its kind, then the lab's own ones in their order. */
export function tagsOf(kind: CycleKind | null, tags: readonly TaggedCycles[], cycle: number): string[] {
  const own = tags.flatMap(({ from, to, tag }) => (from <= cycle && cycle <= to && !isCycleKind(tag) ? [tag] : []));
  return [...(kind === null ? [] : [kind]), ...[...new Set(own)].sort()];
}
