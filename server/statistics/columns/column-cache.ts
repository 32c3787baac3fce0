import { inLabHeavyRead } from "../../data/in-lab-heavy-read";
import { inLabSnapshot, type LabTransaction } from "../../data/in-lab";
import { getLabState, type LabState } from "../../data/labs/lab-state-reads";
import { listTestsResetSince } from "../../data/series/cycle-reads";
import { env } from "../../env";
import { Turns } from "../../data/turns";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import type { Needed } from "./lab-columns";
import { LabViews } from "./lab-views";
import { type LoadedLab, loadLab, refreshLab } from "./load-columns";
import { onceAProcess } from "../../once-a-process";
import { Recent } from "../../recent";

/** Whole columns that are read at once: each takes the database's time and, until it is known to be too large, a lab's room. */
const MAX_READING = 2;
const MAX_REFUSALS = 1000;

type Limits = {
  /** Over all labs; the least recently used one goes first. */
  maxBytes: number;
  /** Of one lab: none can take the room of all others. */
  maxLabBytes: number;
};
/** Of `maxLabBytes`, for views. */
const VIEWS_SHARE = 1 / 4;

type CachedLab = LoadedLab & { views: LabViews /** Of its columns, as of its last use. */; columnBytes: number };
type Refusal = { error: AppError; state: LabState };

/** The columns of the labs that were asked for, bounded. */
export class ColumnCache {
  /** Least recently used first: a Map keeps the order in which keys were set. */
  private readonly labs = new Map<number, CachedLab>();
  /** What is done with a lab's columns, one after the other. */
  private readonly turns = new Map<number, Promise<void>>();
  /** Labs and metrics that were too large: finding that out again would cost as much as reading them. */
  private readonly refusals = new Recent<Refusal>({ max: MAX_REFUSALS });
  private readonly reading = new Turns(MAX_READING);

  constructor(private readonly limits: Limits) {}

  /**
   * Works on the columns of a lab as of now: checked against the lab's version, patched with what changed, read where they are not there.
   * They stay as they are until `work` ends, however often it lets others have a turn.
   * @throws AppError `too_large` when the lab has more cycles than there is room for
   */
  use<T>(scope: LabScope, needed: Needed, work: (lab: CachedLab) => T | Promise<T>): Promise<T> {
    const before = this.turns.get(scope.labId) ?? Promise.resolve();
    const turn = before.then(async () => work(await this.current(scope, needed)));
    const ended = turn.then(ignore, ignore).then(() => {
      if (this.turns.get(scope.labId) === ended) this.turns.delete(scope.labId);
    });
    this.turns.set(scope.labId, ended);
    return turn;
  }

  /** The labs whose columns are held, and the bytes of these. */
  get heldColumns(): Map<number, number> {
    return new Map([...this.labs].map(([labId, { columnBytes }]) => [labId, columnBytes]));
  }

  /** The same with the views that were made of them. */
  get held(): Map<number, number> {
    return new Map([...this.labs].map(([labId, { columnBytes, views }]) => [labId, columnBytes + views.byteLength]));
  }

  private async current(scope: LabScope, needed: Needed): Promise<CachedLab> {
    const known = this.labs.get(scope.labId);
    const isThere = known && known.columns.missingFor(needed).length === 0;
    const loaded = isThere
      ? await inLabSnapshot(scope, (tx) => this.read(scope, tx, { known, needed }))
      : await this.reading.run(() => this.load(scope, { known, needed }));
    const lab = { ...loaded, views: this.viewsFor(known, loaded), columnBytes: loaded.columns.byteLength };
    this.labs.set(scope.labId, lab);
    this.evictOthers(scope.labId);
    return lab;
  }

  /** Those that are known, unless cells, groups or columns are others. */
  private viewsFor(known: CachedLab | undefined, { columns, configVersion }: LoadedLab): LabViews {
    if (known?.columns === columns && known.configVersion === configVersion) return known.views;
    return new LabViews(this.limits.maxLabBytes * VIEWS_SHARE);
  }

  /** What is half changed after a replica's failure is not to be used again: the primary gives all of it anew. */
  private load(scope: LabScope, { known, needed }: { known: CachedLab | undefined; needed: Needed }) {
    let usable = known;
    return inLabHeavyRead(scope, (tx) => {
      const reading = this.read(scope, tx, { known: usable, needed });
      usable = undefined;
      return reading;
    });
  }

  private async read(
    scope: LabScope,
    tx: LabTransaction,
    { known, needed }: { known: CachedLab | undefined; needed: Needed },
  ): Promise<LoadedLab> {
    const state = await getLabState(scope, tx);
    const key = [scope.labId, needed.metric, ...(needed.also ?? [])].join(":");
    const refusal = this.refusals.get(key);
    if (refusal && (await isStillTooLarge(scope, tx, refusal, state))) throw refusal.error;
    this.refusals.delete(key);
    this.labs.delete(scope.labId); // what a failure leaves half-way is not to be used again
    const requested = { state, ...needed, maxBytes: this.limits.maxLabBytes };
    try {
      return (known && (await refreshLab(scope, tx, known, requested))) ?? (await loadLab(scope, tx, requested));
    } catch (error) {
      if (error instanceof AppError && error.kind === "too_large") this.refusals.set(key, { error, state });
      throw error;
    }
  }

  private evictOthers(labId: number): void {
    let bytes = 0;
    for (const size of this.held.values()) bytes += size;
    for (const [oldest, size] of this.held) {
      if (bytes <= this.limits.maxBytes || oldest === labId) return;
      bytes -= size;
      this.labs.delete(oldest);
    }
  }
}

const ignore = () => {};

/** Cycles become fewer only by what changes cells or resets tests. */
async function isStillTooLarge(scope: LabScope, tx: LabTransaction, { state }: Refusal, now: LabState) {
  if (now.configVersion !== state.configVersion) return false;
  return (await listTestsResetSince(scope, tx, { version: state.version })).length === 0;
}

const MIB = 1024 * 1024;

/** That of this process. */
export const columnCache = onceAProcess(
  "columns of labs",
  () =>
    new ColumnCache({
      get maxBytes() {
        return env().COLUMNS_MIB * MIB;
      },
      get maxLabBytes() {
        return env().LAB_COLUMNS_MIB * MIB;
      },
    }),
);
