import { AppError } from "../../errors";
import { ServerThread } from "../../threads/server-thread";
import { inflateSmall } from "../http/inflate-body";
import type { SentBody } from "../http/read-body";
import { type Form, readForm } from "./forms";
import type { IngestBatch, IngestContext } from "./ingest-batch";
import type { LargeBody, ParsedBody } from "./parsing-thread";

/** As inflated. Above it, parsing a body, and several that arrive together, would hold other requests longer than a thread costs. */
const LARGE_BYTES = 2 ** 19;
/** A thread that has nothing to do gives its memory back. */
const IDLE_MS = 30_000;
/** Of processor time, what no body within the bounds comes near; and how often a thread is asked what it took. */
const PATIENCE = { mostCpuS: 20, watchEveryMs: 500 };

/**
 * The batch of a body. Usual ones are parsed at once, large ones in a thread, one after the other, the labs in turn.
 * @throws AppError as the reader of the form does, and for what is no gzip
 */
export async function parseBody(
  body: SentBody,
  form: Form,
  { labId, ...context }: IngestContext & { labId: number },
  patience = PATIENCE,
): Promise<IngestBatch> {
  const content = body.isPacked ? inflateSmall(body.sent, LARGE_BYTES) : body.sent;
  if (content !== null && content.length <= LARGE_BYTES) return readForm(form, content, context);
  return inTurn(labId, () => parseInThread({ ...body, form, context }, patience));
}

let lane: Promise<void> = Promise.resolve();
/** Of each lab the end of what it has waiting: it stands in the lane once, however much it sends. */
const ofLabs = new Map<number, Promise<void>>();
const ignore = () => {};

function inTurn<T>(labId: number, work: () => Promise<T>): Promise<T> {
  const result = (ofLabs.get(labId) ?? Promise.resolve()).then(() => {
    const own = lane.then(work);
    lane = own.then(ignore, ignore);
    return own;
  });
  const ended = result.then(ignore, ignore).then(() => {
    if (ofLabs.get(labId) === ended) ofLabs.delete(labId);
  });
  ofLabs.set(labId, ended);
  return result;
}

type ParsingThread = ServerThread<LargeBody, ParsedBody>;
let idle: { thread: ParsingThread; timer: NodeJS.Timeout } | null = null;

async function parseInThread(body: LargeBody, { mostCpuS, watchEveryMs }: typeof PATIENCE): Promise<IngestBatch> {
  const thread = takeThread();
  let watching: NodeJS.Timeout | undefined;
  try {
    const cpuBeforeS = await thread.cpuS();
    const answer = await new Promise<ParsedBody>((resolve, reject) => {
      thread.onMessage = resolve;
      thread.onEnd = reject;
      thread.say(body);
      watching = setInterval(() => {
        void thread.cpuS().then((cpuS) => cpuS - cpuBeforeS > mostCpuS && reject(tooMuch(mostCpuS)));
      }, watchEveryMs);
    });
    if (answer.kind === "failed") throw answer.error;
    keep(thread);
    if (answer.kind === "batch") return answer.batch;
    throw new AppError(answer.error.kind, answer.error.message, { problems: answer.error.problems });
  } finally {
    clearInterval(watching);
    thread.hold(false);
    if (idle?.thread !== thread) void thread.end();
  }
}

const tooMuch = (mostCpuS: number) =>
  new AppError("too_large", `Reading the body takes over ${mostCpuS} s of processor time. Send smaller batches.`);

function takeThread(): ParsingThread {
  const taken = idle;
  idle = null;
  clearTimeout(taken?.timer);
  const thread = taken?.thread.isAlive
    ? taken.thread
    : new ServerThread<LargeBody, ParsedBody>("server/api/ingest/parsing-thread.ts");
  thread.hold(true);
  return thread;
}

function keep(thread: ParsingThread): void {
  thread.onMessage = () => {};
  thread.onEnd = () => {};
  const timer = setTimeout(() => {
    idle = null;
    void thread.end();
  }, IDLE_MS);
  idle = { thread, timer: timer.unref() };
}
