import type { CycleRange } from "@/server/domain/cells/exclusions";
import { isCycleKind } from "@/server/domain/tags/cycle-tags";

type Tagged = { cycles: CycleRange; tag: string };

/**
 * Whether a removed tag means the same when it is added again: of several kinds the latest holds, and added again it would be the latest
 * of those that overlap it.
 */
export const canBeTaggedAgain = (removed: Tagged, others: readonly Tagged[]): boolean =>
  !isCycleKind(removed.tag) || !others.some(({ tag, cycles }) => isCycleKind(tag) && overlap(cycles, removed.cycles));

const overlap = (one: CycleRange, other: CycleRange) => one.from <= other.to && other.from <= one.to;
