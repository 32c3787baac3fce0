import { env } from "../env";
import { AppError } from "../errors";
import type { LabScope } from "../lab-scope";
import { onceAProcess } from "../once-a-process";

/** A lab may bring this many times what one key may: most labs have several cyclers. */
const KEYS_PER_LAB = 4;
/** Seconds of the rate that may come at once after a pause. */
const BURST_S = 10;
const MAX_ALLOWANCES = 20_000;
const MS_PER_S = 1000;

/** Credit that grows with time up to a bound, and may be overdrawn: who overdrew waits until it is paid back. */
export class Allowance {
  private credit: number;
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
  }

  /** Whether it is as good as new. */
  isFull(nowMs: number): boolean {
    this.grow(nowMs);
    return this.credit >= this.perS * BURST_S;
  }

  private grow(nowMs: number): void {
    const elapsedS = Math.max(0, nowMs - this.atMs) / MS_PER_S;
    this.credit = Math.min(this.perS * BURST_S, this.credit + elapsedS * this.perS);
    this.atMs = nowMs;
  }
}

type Holder = { requests: Allowance; samples: Allowance };

/** Of this process: several web processes let through as many times as much. */
const holders = onceAProcess("ingest rates", () => new Map<string, Holder>());

function holdersOf({ labId, actor }: LabScope, nowMs: number): { holder: Holder; whose: string }[] {
  const { INGEST_REQUESTS_PER_S, INGEST_SAMPLES_PER_S } = env();
  const find = (name: string, times: number): Holder => {
    const known = holders.get(name);
    if (known) return known;
    if (holders.size >= MAX_ALLOWANCES) forgetFull(nowMs);
    const made = {
      requests: new Allowance(times * INGEST_REQUESTS_PER_S, nowMs),
      samples: new Allowance(times * INGEST_SAMPLES_PER_S, nowMs),
    };
    holders.set(name, made);
    return made;
  };
  return [
    { holder: find(actor, 1), whose: "This key" },
    { holder: find(`lab:${labId}`, KEYS_PER_LAB), whose: "This lab" },
  ];
}

function forgetFull(nowMs: number): void {
  for (const [name, { requests, samples }] of holders) {
    if (requests.isFull(nowMs) && samples.isFull(nowMs)) holders.delete(name);
  }
}

/**
 * Counts a request of a key and its lab, before anything of it is read.
 * @throws AppError `too_many` when either brings more than it may; says when to come back
 */
export function spendRequest(scope: LabScope, nowMs: number): void {
  const found = holdersOf(scope, nowMs);
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
}

/** Counts the samples of a request that was let through. */
export function spendSamples(scope: LabScope, samples: number, nowMs: number): void {
  for (const { holder } of holdersOf(scope, nowMs)) holder.samples.spend(samples, nowMs);
}
