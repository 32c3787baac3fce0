import type { Batch } from "@/server/jobs/contracts/store-batch-job";
import type { LabScope } from "@/server/lab-scope";

/** Stores whole batches of one lab in one transaction. */
type StoreTogether = (scope: LabScope, batches: readonly Batch[]) => Promise<void>;

type Limits = {
  /** Transactions under way at once. */
  transactions: number;
  /** Samples that are put together into one. */
  samples: number;
  /** With so many it keeps to the tests that it has: those it has not can go beside it. */
  samplesOfAnyTest: number;
  /** Fewer wait while a transaction of their lab is under way: many small ones at once cost more than one after the other. */
  samplesOfOthers: number;
  /** For how long they wait after one that took so long for so many batches: each counts every test that it touches, however few its samples. */
  coalescingMs: (tookMs: number, batches: number) => number;
  /** Whether nothing more can come before something is stored: then nobody rests. */
  isFull: () => boolean;
};

type Waiting = {
  scope: LabScope;
  batch: Batch;
  tests: readonly string[];
  /** Whether a transaction with others failed: then it is tried alone, so that one that cannot be stored keeps no other back. */
  isAlone: boolean;
  resolve: () => void;
  reject: (cause: unknown) => void;
};

/**
 * Puts batches that wait together into one transaction: one sample costs a transaction hardly less than a thousand, and out-of-order
 * samples of one run make it be recomputed once for all of them. While a transaction is under way its tests take no other, so what
 * arrives for them meanwhile is coalesced. An idle lab's batch does not wait.
 */
export class BatchCoalescer {
  private waiting: Waiting[] = [];
  private readonly busyTests = new Set<string>();
  /** Transactions under way, by lab. */
  private readonly running = new Map<number, number>();
  /** Labs that have just had one. */
  private readonly resting = new Map<number, NodeJS.Timeout>();

  constructor(
    private readonly store: StoreTogether,
    private readonly limits: Limits,
  ) {}

  /** Resolves when the batch is stored, with others or alone; rejects when a transaction of its own failed. */
  add(scope: LabScope, batch: Batch): Promise<void> {
    const tests = batch.series.map(({ cell, test }) => JSON.stringify([scope.labId, cell, test]));
    return new Promise((resolve, reject) => {
      this.waiting.push({ scope, batch, tests, isAlone: false, resolve, reject });
      this.startWhatCan();
    });
  }

  private startWhatCan(): void {
    while (this.countRunning() <= this.limits.transactions) {
      const group = this.nextGroup();
      const [first] = group;
      if (!first || !this.hasRoomFor(first.scope.labId)) return;
      void this.run(group);
    }
  }

  /** A lab that has no transaction under way does not wait for the end of another's. */
  private hasRoomFor(labId: number): boolean {
    return this.countRunning() < this.limits.transactions + (this.running.has(labId) ? 0 : 1);
  }

  private countRunning(): number {
    return [...this.running.values()].reduce((sum, transactions) => sum + transactions, 0);
  }

  /** The first group that may begin now, of the lab with the fewest transactions under way, and of those the one whose batch waits longest. */
  private nextGroup(): Waiting[] {
    const labs = [...new Set(this.waiting.map(({ scope }) => scope.labId))];
    const countOf = (labId: number) => this.running.get(labId) ?? 0;
    for (const labId of labs.sort((one, other) => countOf(one) - countOf(other))) {
      const group = this.groupOf(labId);
      if (group.length > 0 && this.mayBegin(labId, group)) return group;
    }
    return [];
  }

  private mayBegin(labId: number, group: readonly Waiting[]): boolean {
    const areMany = group.reduce((sum, { batch }) => sum + batch.samples, 0) >= this.limits.samplesOfOthers;
    if (this.running.has(labId)) return areMany;
    return areMany || !this.resting.has(labId) || this.limits.isFull();
  }

  private rest(labId: number, coalescingMs: number): void {
    if (coalescingMs === 0) return;
    clearTimeout(this.resting.get(labId));
    const end = () => {
      this.resting.delete(labId);
      this.startWhatCan();
    };
    this.resting.set(labId, setTimeout(end, coalescingMs));
  }

  /** The batch of a lab that waits longest and can go, and as many others as fit. */
  private groupOf(labId: number): Waiting[] {
    const group: Waiting[] = [];
    const ownTests = new Set<string>();
    let samples = 0;
    for (const entry of this.waiting) {
      const [first] = group;
      if (!this.mayStart(entry, labId)) continue;
      if (first && (entry.isAlone || samples + entry.batch.samples > this.limits.samples)) continue;
      const isRelated = samples < this.limits.samplesOfAnyTest || entry.tests.some((test) => ownTests.has(test));
      if (!isRelated) continue;
      group.push(entry);
      if (entry.isAlone) break;
      for (const test of entry.tests) ownTests.add(test);
      samples += entry.batch.samples;
    }
    return group;
  }

  /** Whether the batch is of the lab, and no transaction that runs holds a test of it. */
  private mayStart({ scope, tests }: Waiting, labId: number): boolean {
    return scope.labId === labId && !tests.some((test) => this.busyTests.has(test));
  }

  private async run(group: readonly Waiting[]): Promise<void> {
    const [first] = group;
    if (!first) return;
    const taken = new Set(group);
    const tests = group.flatMap((entry) => entry.tests);
    this.waiting = this.waiting.filter((entry) => !taken.has(entry));
    const { labId } = first.scope;
    this.running.set(labId, (this.running.get(labId) ?? 0) + 1);
    for (const test of tests) this.busyTests.add(test);
    const beganMs = performance.now();
    try {
      await this.store(
        first.scope,
        group.map(({ batch }) => batch),
      );
      for (const { resolve } of group) resolve();
      this.rest(labId, this.limits.coalescingMs(performance.now() - beganMs, group.length));
    } catch (cause) {
      if (group.length === 1) first.reject(cause);
      else this.waiting.unshift(...group.map((entry) => ({ ...entry, isAlone: true })));
    } finally {
      const left = (this.running.get(labId) ?? 1) - 1;
      if (left > 0) this.running.set(labId, left);
      else this.running.delete(labId);
      for (const test of tests) this.busyTests.delete(test);
      this.startWhatCan();
    }
  }
}
