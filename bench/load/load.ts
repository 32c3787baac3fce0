import { setTimeout as pause } from "node:timers/promises";
import { type LoadJob, loadJob, type Paced, type Sent, storedNote } from "./load-jobs";
import { blocksOf, bodyOf } from "./samples";
import { type Answer, Sender } from "./sender";

// The process that a load comes from, apart from the measured ones and from the one that measures. Ends when that one does.

const CONNECTIONS = 256;
const PROGRESS_EVERY_MS = 250;
/** Over so many requests without an answer, what is due is not sent any more: the server is far behind, and counts as refusing. */
const MOST_UNANSWERED = 10_000;
/** Stands for the latency of what was not answered, or not sent. */
const NEVER_MS = 60_000;
/** Within this, what is due is sent together: timers are no finer. */
const TICK_MS = 1;

type Job<K extends LoadJob["kind"]> = Extract<LoadJob, { kind: K }>;

const sender = new Sender(process.env.APP_URL ?? "", process.env.CHARGETRACKER_KEY ?? "", CONNECTIONS);
let prepared: Buffer[] = [];
let storedRequests = 0;
let accepted = 0;
const answers: Record<string, number> = {};

const work: { [K in LoadJob["kind"]]: (job: Job<K>) => Promise<unknown> } = {
  prepare: async ({ plan, form, shape, from, count }) => {
    const request = (index: number) => Buffer.from(bodyOf(plan, form, blocksOf(plan, shape, from + index)));
    prepared = Array.from({ length: count }, (_, index) => request(index));
    return { bytes: prepared.reduce((sum, body) => sum + body.byteLength, 0) };
  },
  send: async ({ inFlight }) => {
    const waiting = prepared.toReversed();
    await inParallel(inFlight, async () => {
      for (let body = waiting.pop(); body; body = waiting.pop()) await sendUntilAccepted(body);
    });
    prepared = [];
    return tally();
  },
  stream: async ({ plan, form, shape, from, inFlight, seconds, maxAhead }) => {
    const untilMs = Date.now() + 1000 * seconds;
    let next = from;
    storedRequests = 0;
    await inParallel(inFlight, async () => {
      while (Date.now() < untilMs) {
        if (accepted - storedRequests >= maxAhead) {
          await pause(20);
          continue;
        }
        const request = next++;
        await sendUntilAccepted(Buffer.from(bodyOf(plan, form, blocksOf(plan, shape, request))));
      }
    });
    return tally();
  },
  pace: async (job) => sendAtPace(job),
};

/** Unix time in ms, finer than Date's. */
const nowMs = () => performance.timeOrigin + performance.now();

async function sendAtPace(job: Job<"pace">): Promise<Paced> {
  const { plan, form, shape, from, requestsPerS, seconds } = job;
  const requests = Math.round(requestsPerS * seconds);
  const latenciesMs = new Array<number>(requests).fill(NEVER_MS);
  const dueMs = job.watchedCells.map(() => [] as number[]);
  const beganMs = nowMs();
  const underWay = new Set<Promise<void>>();
  for (let index = 0; index < requests; index++) {
    const due = beganMs + (1000 * index) / requestsPerS;
    while (due > nowMs()) await pause(TICK_MS);
    const blocks = blocksOf(plan, shape, from + index);
    if (underWay.size >= MOST_UNANSWERED) {
      count({ status: 0, retryAfterS: 0 });
      continue;
    }
    const answered = sender.post(Buffer.from(bodyOf(plan, form, blocks))).then((answer) => {
      count(answer);
      if (answer.status === 0) return;
      latenciesMs[index] = nowMs() - due;
      if (answer.status !== 202) return;
      for (const { cell } of blocks) dueMs[job.watchedCells.indexOf(cell)]?.push(due);
    });
    underWay.add(answered);
    void answered.then(() => underWay.delete(answered));
  }
  await Promise.all(underWay);
  for (const times of dueMs) times.sort((left, right) => left - right); // answers come in any order
  return { ...tally(), requests, latenciesMs, dueMs };
}

async function sendUntilAccepted(body: Buffer): Promise<void> {
  for (;;) {
    const answer = await sender.post(body);
    count(answer);
    if (answer.status === 202) return;
    if (answer.status !== 0 && answer.status !== 429 && answer.status !== 503)
      throw new Error(`a request was refused with ${answer.status}`);
    await pause(Math.max(100, 1000 * answer.retryAfterS));
  }
}

function count({ status }: Answer): void {
  answers[status] = (answers[status] ?? 0) + 1;
  if (status === 202) accepted += 1;
}

function tally(): Sent {
  return { answers: { ...answers }, accepted };
}

async function inParallel(count: number, work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: count }, work));
}

const report = (message: object) => process.send?.(message);

async function run(job: LoadJob): Promise<void> {
  accepted = 0;
  for (const status of Object.keys(answers)) delete answers[status];
  const timer = setInterval(() => report({ kind: "progress", accepted }), PROGRESS_EVERY_MS);
  try {
    // The table gives each kind the job of its kind; TypeScript cannot tell.
    const result = await (work[job.kind] as (job: LoadJob) => Promise<unknown>)(job);
    report({ kind: "done", result });
  } catch (error) {
    report({ kind: "failed", message: String(error) });
  } finally {
    clearInterval(timer);
  }
}

process.on("message", (message) => {
  const note = storedNote.safeParse(message);
  if (note.success) storedRequests = note.data.requests;
  else void run(loadJob.parse(message));
});
process.on("disconnect", () => process.exit());
