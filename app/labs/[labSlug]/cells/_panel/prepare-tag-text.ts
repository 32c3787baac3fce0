import { type CycleKind, isCycleKind } from "@/server/domain/tags/cycle-tags";

const KIND_TEXTS: Record<CycleKind, string> = { formation: "formation", check_up: "check-up", ageing: "ageing" };

/** A tag as it is read: the lab's own ones in quotes. */
export const tagText = (tag: string): string => (isCycleKind(tag) ? KIND_TEXTS[tag] : `“${tag}”`);
