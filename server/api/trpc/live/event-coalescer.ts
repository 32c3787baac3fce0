import type { LabState } from "../../../data/labs/lab-state-reads";
import type { LiveEvent } from "../../../domain/groups/groups-view";
import { MAX_NAMED_CELLS } from "../../../jobs/live-channel";

/** So many versions are told apart while nobody takes an event; of more it is only known that there were many. */
const MAX_VERSIONS = 1000;

const UNCHANGED = { lastReceivedAtMs: null, cellIds: [], isConfiguration: false };

/**
 * Puts what one stream hears of a lab together. Versions follow each other without gaps, so each event says what changed since the one before
 * it; where a publication was lost, it says that any cell may have.
 */
export class EventCoalescer {
  /** Of the last event; null before the first. */
  private sentVersion: number | null = null;
  private heard: LiveEvent | null = null;
  /** Those heard of since the last event. */
  private readonly versions = new Set<number>();

  hear(event: LiveEvent): void {
    if (this.sentVersion !== null && event.version <= this.sentVersion) return;
    this.heard = this.heard ? merge(this.heard, event) : event;
    if (this.versions.size < MAX_VERSIONS) this.versions.add(event.version);
  }

  /** Whether a version was skipped, so that only the lab's state tells what there is to tell. */
  hasGap(): boolean {
    return this.heard !== null && !this.hasHeardUpTo(this.heard.version);
  }

  /**
   * The next event, or null when there is nothing to tell.
   * @param state the lab's, read just now; may be left out where there is no gap
   */
  take(state: LabState | null): LiveEvent | null {
    const version = Math.max(state?.version ?? 0, this.heard?.version ?? 0, this.sentVersion ?? 0);
    if (version === this.sentVersion) return null;
    const known = this.heard ?? { ...UNCHANGED, version };
    const event = {
      ...known,
      version,
      lastReceivedAtMs: latestOf(known.lastReceivedAtMs, state?.lastReceivedAtMs ?? null),
      ...(this.hasHeardUpTo(version) ? {} : this.anyChange(known, state)),
    };
    this.sentVersion = version;
    this.heard = null;
    this.versions.clear();
    return event;
  }

  private anyChange(known: LiveEvent, state: LabState | null) {
    const isMissed = this.sentVersion === null || state === null || state.configVersion > this.sentVersion;
    return { cellIds: null, isConfiguration: known.isConfiguration || isMissed };
  }

  private hasHeardUpTo(version: number): boolean {
    return this.sentVersion !== null && this.versions.size === version - this.sentVersion;
  }
}

function merge(left: LiveEvent, right: LiveEvent): LiveEvent {
  return {
    version: Math.max(left.version, right.version),
    lastReceivedAtMs: latestOf(left.lastReceivedAtMs, right.lastReceivedAtMs),
    cellIds: mergeCellIds(left.cellIds, right.cellIds),
    isConfiguration: left.isConfiguration || right.isConfiguration,
  };
}

function mergeCellIds(left: number[] | null, right: number[] | null): number[] | null {
  if (left === null || right === null) return null;
  const cellIds = [...new Set([...left, ...right])];
  return cellIds.length > MAX_NAMED_CELLS ? null : cellIds;
}

const latestOf = (left: number | null, right: number | null) => (left === null ? right : Math.max(left, right ?? left));
