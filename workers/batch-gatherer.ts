import type { Batch } from "@/server/jobs/store-batch-job";
import type { LabScope } from "@/server/lab-scope";

/** Stores whole batches of one lab in one transaction. */
type StoreTogether = (scope: LabScope, batches: readonly Batch[]) => Promise<void>;

type Limits = {
  /** Transactions under way at once. */
  transactions: number;
  /** Samples that are put together into one. */
  samples: number;
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
 * samples of one run make it be counted again once for all of them. While a transaction is under way its tests take no other, so what
 * arrives for them meanwhile gathers. An idle gatherer keeps no batch waiting.
 */
export class BatchGatherer {
  private waiting: Waiting[] = [];
  private readonly busyTests = new Set<string>();
  private running = 0;

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
      if (first && (entry.isAlone || samples + entry.batch.samples > this.limits.samples)) continue;
      group.push(entry);
      if (entry.isAlone) break;
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
      for (const { resolve } of group) resolve();
    } catch (cause) {
      if (group.length === 1) first.reject(cause);
      else this.waiting.unshift(...group.map((entry) => ({ ...entry, isAlone: true })));
    } finally {
      this.running -= 1;
      for (const test of tests) this.busyTests.delete(test);
      this.startWhatCan();
    }
  }
}
