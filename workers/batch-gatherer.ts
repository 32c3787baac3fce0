import type { StoreBatchPayload } from "@/server/jobs/store-batch-job";
import type { LabScope } from "@/server/lab-scope";

/** Stores whole batches of one lab in one transaction. */
type StoreTogether = (scope: LabScope, batches: readonly StoreBatchPayload[]) => Promise<void>;

type Limits = {
  /** Transactions under way at once. */
  transactions: number;
  /** Samples that are put together into one. */
  samples: number;
};

type Waiting = {
  scope: LabScope;
  batch: StoreBatchPayload;
  tests: readonly string[];
  resolve: () => void;
  reject: (cause: unknown) => void;
};

/**
 * Puts batches that wait together into one transaction: one sample costs a transaction hardly less than a thousand, and out-of-order
 * samples of one run make it be counted again once for all of them. While a transaction is under way its tests take no other, so what
 * arrives for them meanwhile gathers. An idle gatherer keeps no batch waiting.
 */
export class BatchGatherer {
  private waiting: Waiting[] = [];
  private readonly busyTests = new Set<string>();
  /** Batches whose transaction failed: tried alone, so that one that cannot be stored keeps no other back. */
  private readonly alone = new Set<string>();
  private running = 0;

  constructor(
    private readonly store: StoreTogether,
    private readonly limits: Limits,
  ) {}

  /** Resolves when the batch is stored, with others or alone; rejects when its transaction failed. */
  add(scope: LabScope, batch: StoreBatchPayload): Promise<void> {
    const tests = batch.series.map(({ cell, test }) => JSON.stringify([scope.labId, cell, test]));
    return new Promise((resolve, reject) => {
      this.waiting.push({ scope, batch, tests, resolve, reject });
      this.startWhatCan();
    });
  }

  private startWhatCan(): void {
    while (this.running < this.limits.transactions) {
      const group = this.nextGroup();
      if (group.length === 0) return;
      void this.run(group);
    }
  }

  /** The batch that waits longest and can go, and as many others of its lab as fit. */
  private nextGroup(): Waiting[] {
    const group: Waiting[] = [];
    let samples = 0;
    for (const entry of this.waiting) {
      const [first] = group;
      if (entry.tests.some((test) => this.busyTests.has(test))) continue;
      if (first && entry.scope.labId !== first.scope.labId) continue;
      const isAlone = this.alone.has(entry.batch.batchId);
      if (first && (isAlone || samples + entry.batch.samples > this.limits.samples)) continue;
      group.push(entry);
      if (isAlone) break;
      samples += entry.batch.samples;
    }
    return group;
  }

  private async run(group: readonly Waiting[]): Promise<void> {
    const [first] = group;
    if (!first) return;
    const taken = new Set(group);
    const tests = group.flatMap((entry) => entry.tests);
    this.waiting = this.waiting.filter((entry) => !taken.has(entry));
    this.running += 1;
    for (const test of tests) this.busyTests.add(test);
    try {
      await this.store(
        first.scope,
        group.map(({ batch }) => batch),
      );
      for (const { batch, resolve } of group) {
        this.alone.delete(batch.batchId);
        resolve();
      }
    } catch (cause) {
      for (const { batch, reject } of group) {
        this.alone.add(batch.batchId);
        reject(cause);
      }
    } finally {
      this.running -= 1;
      for (const test of tests) this.busyTests.delete(test);
      this.startWhatCan();
    }
  }
}
