import { changeInLab, changeInLabConfig, type Raises } from "../data/change-in-lab";
import type { LabTransaction, RaisedVersion } from "../data/in-lab";
import type { ConfigTransaction } from "../data/in-lab-config";
import type { LabState } from "../data/labs/lab-state-reads";
import { isSerializationFailure } from "../data/prisma-clients";
import type { LiveEvent } from "../domain/groups/groups-view";
import { publishChange } from "../jobs/live-channel";
import type { LabScope } from "../lab-scope";

/** What a verb says of its change. Said by nobody it is all that it can be: forgetting costs open pages a read and never leaves one stale. */
export class LabChange {
  private cellIds: ReadonlySet<number> | null = null;
  private repeatedState: LabState | null = null;

  constructor(private raised: Raises) {}

  /** Nothing that a page shows is other than before: the version stays. */
  isNothing(): void {
    this.raised = "nothing";
  }

  /** Cells, fields, groupings or what holds for the whole lab are others. */
  isOfConfiguration(): void {
    this.raised = "configuration";
  }

  /** Of cells, only these are others than before; none when it is of groupings or imports alone. */
  isOfCells(cellIds: Iterable<number>): void {
    this.cellIds = new Set(cellIds);
  }

  /**
   * It was committed before, perhaps by a process that died before it published: whatever the lab's version is by now, it is published again.
   */
  isRepeated(state: LabState): void {
    this.raised = "nothing";
    this.repeatedState = state;
  }

  get raises(): Raises {
    return this.raised;
  }

  /** What open pages are told of it, now that it is committed; null when there is nothing to tell. */
  toEvent(raised: RaisedVersion | null): LiveEvent | null {
    if (raised) {
      const { version, lastReceivedAtMs, isConfiguration } = raised;
      return { version, lastReceivedAtMs, cellIds: this.cellIds && [...this.cellIds], isConfiguration };
    }
    if (!this.repeatedState) return null;
    const { version, lastReceivedAtMs } = this.repeatedState;
    return { version, lastReceivedAtMs, cellIds: null, isConfiguration: true }; // which change it is of nobody knows here
  }
}

/**
 * Runs `work` in a transaction that may change the lab's configuration, raises the lab's version inside it and tells open pages after the
 * commit. See docs/decisions/0020-one-transaction-for-a-change.md.
 */
export async function changeConfiguration<T>(
  scope: LabScope,
  work: (tx: ConfigTransaction, change: LabChange) => Promise<T>,
): Promise<T> {
  return commitAndPublish(scope, async () => {
    const change = new LabChange("configuration");
    const raises = () => change.raises;
    return { change, ...(await changeInLabConfig(scope, { work: (tx) => work(tx, change), raises })) };
  });
}

/**
 * The same for the lab's time series.
 * @param settle what pages that hear of the change rely on, done between the commit and the publication
 */
export async function changeSeries<T>(
  scope: LabScope,
  work: (tx: LabTransaction, change: LabChange) => Promise<T>,
  settle: (result: T) => Promise<void> = async () => {},
): Promise<T> {
  const commit = async () => {
    const change = new LabChange("series");
    const raises = () => change.raises;
    return { change, ...(await changeInLab(scope, { work: (tx) => work(tx, change), raises })) };
  };
  return commitAndPublish(scope, commit, settle);
}

type Committed<T> = { result: T; raised: RaisedVersion | null; change: LabChange };

/** The one place that publishes: no chart may hear of what it cannot read yet, so the commit comes first. */
async function commitAndPublish<T>(
  scope: LabScope,
  commit: () => Promise<Committed<T>>,
  settle: (result: T) => Promise<void> = async () => {},
): Promise<T> {
  const { result, raised, change } = await repeatOnDeadlock(commit);
  try {
    await settle(result);
  } finally {
    const event = change.toEvent(raised);
    if (event) await publishChange(scope, event);
  }
  return result;
}

const MAX_ATTEMPTS = 4;

/** Two that wait for each other's rows: the database ended one of them, which loses nothing by beginning anew. */
async function repeatOnDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (cause) {
      if (attempt === MAX_ATTEMPTS || !isSerializationFailure(cause)) throw cause;
    }
  }
}
