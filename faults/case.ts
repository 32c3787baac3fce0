import { setTimeout as pause } from "node:timers/promises";
import type { Cyclers } from "./cyclers";
import type { System } from "./system";

/** What a case works with. */
export type Stage<S = System> = {
  system: S;
  cyclers: Cyclers;
  /** How long what is taken away stays away. */
  outageMs: number;
  /** How much of an abuse is done, from 0 to 1. */
  abuseShare: number;
  /** Says what this case, beyond the common verdict, found wrong. */
  complain: (what: string) => void;
  /** Says what is worth to know. */
  note: (what: string) => void;
  /** Undoes something when the case has ended, however it ended. */
  afterwards: (undo: () => Promise<unknown>) => void;
  /** A folder with so little room that it can be filled; only where a case asks for it. */
  smallDisk: string | null;
};

export type Case<S = System> = {
  name: string;
  needsSmallDisk?: true;
  /** Brings the fault about and heals it, while batches arrive. What is left down is brought up afterwards. */
  run: (stage: Stage<S>) => Promise<void>;
};

/** Batches before a fault, and after it has healed. */
const SOME = 20;

/** Lets cyclers send, takes something away for a while, and waits until they are served again. */
export async function disturb<S>(stage: Stage<S>, away: () => Promise<void>, back: () => Promise<void>): Promise<void> {
  const { cyclers } = stage;
  cyclers.begin();
  await cyclers.untilAcknowledged(SOME);
  await away();
  await pause(stage.outageMs);
  await back();
  await cyclers.untilAcknowledged(SOME);
}

/** Counts what is acknowledged from now on. */
export function countAcknowledged({ cyclers }: Stage): () => number {
  const before = cyclers.acknowledged;
  return () => cyclers.acknowledged - before;
}
