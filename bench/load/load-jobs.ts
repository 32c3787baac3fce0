import { z } from "zod";
import { FORMS, requestShape, samplePlan } from "./samples";

// What a load process is asked for and answers: it speaks with the benchmark over the channel that Node gives a forked process.

const bodies = { plan: samplePlan, form: z.enum(FORMS), shape: requestShape };

export const loadJob = z.discriminatedUnion("kind", [
  /** Makes the bodies of requests, so that making them is no part of what is measured. */
  z.object({ kind: z.literal("prepare"), ...bodies, from: z.int(), count: z.int() }),
  /** Sends them, so many at a time, each as often as it takes. */
  z.object({ kind: z.literal("send"), inFlight: z.int() }),
  /** Makes and sends requests for a while, never further ahead of what is stored than allowed: see `stored`. */
  z.object({
    kind: z.literal("stream"),
    ...bodies,
    from: z.int(),
    inFlight: z.int(),
    seconds: z.number(),
    maxAhead: z.int(),
  }),
  /** Sends requests at a fixed rate, whether or not earlier ones were answered; none is repeated. */
  z.object({
    kind: z.literal("pace"),
    ...bodies,
    from: z.int(),
    requestsPerS: z.number(),
    seconds: z.number(),
    /** The cells of which the times at which each request was due are told. */
    watchedCells: z.array(z.int()),
  }),
]);
export type LoadJob = z.infer<typeof loadJob>;

/** Says how many requests of a stream are stored by now. */
export const storedNote = z.object({ kind: z.literal("stored"), requests: z.int() });

export const sentAnswer = z.object({
  /** Requests by status; 0 is none. */
  answers: z.record(z.string(), z.int()),
  accepted: z.int(),
});
export type Sent = z.infer<typeof sentAnswer>;

export const pacedAnswer = sentAnswer.extend({
  requests: z.int(),
  /** From when a request was due to its answer, by order of being due. */
  latenciesMs: z.array(z.number()),
  /** For each watched cell, when its accepted requests were due: Unix ms, rising. */
  dueMs: z.array(z.array(z.number())),
});
export type Paced = z.infer<typeof pacedAnswer>;

export const loadMessage = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("progress"), accepted: z.int() }),
  z.object({ kind: z.literal("done"), result: z.unknown() }),
  z.object({ kind: z.literal("failed"), message: z.string() }),
]);
