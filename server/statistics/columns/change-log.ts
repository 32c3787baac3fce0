/**
 * What changed of a cell: the number of a cycle, its unfinished cycle, the cycle that retention refers to, sums over cycles that go on
 * after a changed one, or which cycles are formation by rule.
 */
export type Changed = number | "running" | "reference" | "sums" | "formation";
export type Change = { version: number; cellIndex: number; changed: Changed };

/** More than these are not worth telling one by one. */
export const MAX_CHANGES = 20_000;

/** What changed of a lab's cycles, for readers who have an older version; the oldest is forgotten. */
export class ChangeLog {
  private changes: Change[] = [];
  /** Changes up to this version are forgotten. */
  private since: number;

  constructor(version: number) {
    this.since = version;
  }

  remember(change: Change): void {
    this.changes.push(change);
    if (this.changes.length <= MAX_CHANGES) return;
    const forgotten = this.changes.splice(0, MAX_CHANGES / 2);
    this.since = Math.max(this.since, forgotten.at(-1)?.version ?? 0);
  }

  /** Nobody who has an older version is told what changed up to this one. */
  forget(version: number): void {
    this.changes = [];
    this.since = version;
  }

  /** What changed after a version, or null when that is forgotten. */
  after(version: number): Change[] | null {
    return version < this.since ? null : this.changes.filter((change) => change.version > version);
  }
}
