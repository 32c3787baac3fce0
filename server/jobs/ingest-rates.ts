import { env } from "../env";
import { AppError } from "../errors";
import type { LabScope } from "../lab-scope";
import { logger } from "../logger";
import { onceAProcess } from "../once-a-process";
import { requestRedis } from "./redis";
import { type SpentOf, shareSpending } from "./shared-allowances";

/** A lab may bring this many times what one key may: most labs have several cyclers. */
const KEYS_PER_LAB = 4;
/** Seconds of the rate that may come at once after a pause. */
const BURST_S = 10;
/** How long what was spent here is unknown to other processes, and what was spent there is here. */
const SHARE_AFTER_MS = 250;
/** Of what may come at once, what is worth telling: most senders bring less than that in minutes. */
const FRACTION_WORTH_SHARING = 0.01;
const MAX_ALLOWANCES = 20_000;
const MS_PER_S = 1000;

/** Credit that grows with time up to a bound, and may be overdrawn: who overdrew waits until it is paid back. */
export class Allowance {
  private credit: number;
  private unshared = 0;
  private atMs: number;

  constructor(
    private readonly perS: number,
    nowMs: number,
  ) {
    this.credit = perS * BURST_S;
    this.atMs = nowMs;
  }

  /** Seconds until something may be spent again; 0 when it may be now. */
  waitS(nowMs: number): number {
    this.grow(nowMs);
    return this.credit > 0 ? 0 : (1 - this.credit) / this.perS;
  }

  spend(amount: number, nowMs: number): void {
    this.grow(nowMs);
    this.credit -= amount;
    this.unshared += amount;
  }

  get isWorthSharing(): boolean {
    return this.unshared >= FRACTION_WORTH_SHARING * this.bounds.most;
  }

  /** What was spent since it was last told. */
  takeUnshared(): number {
    const amount = this.unshared;
    this.unshared = 0;
    return amount;
  }

  /** What was taken as told was not told after all. */
  putBack(amount: number): void {
    this.unshared += amount;
  }

  /** The credit that is left of all processes' spending, but for what this one has not told. */
  correct(credit: number, nowMs: number): void {
    this.credit = credit - this.unshared;
    this.atMs = nowMs;
  }

  get bounds(): { perS: number; most: number } {
    return { perS: this.perS, most: this.perS * BURST_S };
  }

  /** Whether it is as good as new. */
  isFull(nowMs: number): boolean {
    this.grow(nowMs);
    return this.credit >= this.bounds.most;
  }

  private grow(nowMs: number): void {
    const elapsedS = Math.max(0, nowMs - this.atMs) / MS_PER_S;
    this.credit = Math.min(this.bounds.most, this.credit + elapsedS * this.perS);
    this.atMs = nowMs;
  }
}

type Holder = { requests: Allowance; samples: Allowance };

/**
 * What keys and labs may bring, over all web processes: each counts for itself, tells Redis soon after what is worth telling, and hears what the
 * others spent. No answer waits for that; each process may let through a hundredth of a burst, and a quarter of a second's worth, more, which is paid back.
 */
export class IngestRates {
  private readonly holders = new Map<string, Holder>();
  private shareTimer: NodeJS.Timeout | null = null;

  /**
   * Counts a request of a key and its lab, before anything of it is read.
   * @throws AppError `too_many` when either brings more than it may; says when to come back
   */
  spendRequest(scope: LabScope, nowMs: number): void {
    const found = this.holdersOf(scope, nowMs);
    for (const { holder, whose } of found) {
      const waitS = Math.max(holder.requests.waitS(nowMs), holder.samples.waitS(nowMs));
      if (waitS === 0) continue;
      throw new AppError(
        "too_many",
        `${whose} sends more than it may. Send the same bytes again later, or more samples a request.`,
        {
          retryAfterS: Math.ceil(waitS),
        },
      );
    }
    for (const { holder } of found) holder.requests.spend(1, nowMs);
    this.shareSoon();
  }

  /** Counts the samples of a request that was let through. */
  spendSamples(scope: LabScope, samples: number, nowMs: number): void {
    for (const { holder } of this.holdersOf(scope, nowMs)) holder.samples.spend(samples, nowMs);
    this.shareSoon();
  }

  /** Tells the others what was spent here, and learns what is left. Where Redis does not answer, each process goes on by itself. */
  async share(): Promise<void> {
    const spent = [...this.holders].flatMap(([name, holder]) => spentOf(name, holder));
    if (spent.length === 0) return;
    try {
      const left = await shareSpending(requestRedis(), spent);
      const nowMs = Date.now();
      for (const [index, { allowance }] of spent.entries()) {
        const credit = left[index];
        if (credit !== undefined) allowance.correct(credit, nowMs);
      }
    } catch (error) {
      for (const { allowance, amount } of spent) allowance.putBack(amount);
      logger.debug({ error }, "what was spent of the rates was not told");
    }
  }

  private shareSoon(): void {
    this.shareTimer ??= setTimeout(() => {
      this.shareTimer = null;
      void this.share();
    }, SHARE_AFTER_MS).unref();
  }

  private holdersOf({ labId, actor }: LabScope, nowMs: number): { holder: Holder; whose: string }[] {
    const { INGEST_REQUESTS_PER_S, INGEST_SAMPLES_PER_S } = env();
    const find = (name: string, times: number): Holder => {
      const known = this.holders.get(name);
      if (known) return known;
      if (this.holders.size >= MAX_ALLOWANCES) this.forgetFull(nowMs);
      const made = {
        requests: new Allowance(times * INGEST_REQUESTS_PER_S, nowMs),
        samples: new Allowance(times * INGEST_SAMPLES_PER_S, nowMs),
      };
      this.holders.set(name, made);
      return made;
    };
    return [
      { holder: find(actor, 1), whose: "This key" },
      { holder: find(`lab:${labId}`, KEYS_PER_LAB), whose: "This lab" },
    ];
  }

  private forgetFull(nowMs: number): void {
    for (const [name, { requests, samples }] of this.holders) {
      if (requests.isFull(nowMs) && samples.isFull(nowMs)) this.holders.delete(name);
    }
  }
}

type Spent = SpentOf & { allowance: Allowance };

/** Both kinds, where either is worth telling: of the other it is to hear. */
function spentOf(name: string, holder: Holder): Spent[] {
  const kinds = ["requests", "samples"] as const;
  if (!kinds.some((kind) => holder[kind].isWorthSharing)) return [];
  return kinds.map((kind) => {
    const allowance = holder[kind];
    return { name: `${kind}:${name}`, amount: allowance.takeUnshared(), ...allowance.bounds, allowance };
  });
}

const rates = () => onceAProcess("ingest rates", () => new IngestRates());

/** @throws AppError `too_many` */
export const spendRequest: IngestRates["spendRequest"] = (scope, nowMs) => rates().spendRequest(scope, nowMs);
export const spendSamples: IngestRates["spendSamples"] = (scope, samples, nowMs) =>
  rates().spendSamples(scope, samples, nowMs);
