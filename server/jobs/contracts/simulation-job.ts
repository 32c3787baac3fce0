import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { defineJob, labJobPayload } from "../job-contract";
import { isRedisReady, requestRedis } from "../redis";

/** Sends the next samples of a lab's simulated cells; each step asks for the next. */
export const simulationJob = defineJob({
  queue: "simulations",
  payload: labJobPayload.extend({ runId: z.uuid(), step: z.int().nonnegative() }),
  jobId: ({ labId, runId, step }) => `${labId}-${runId}-${step}`,
  attempts: 1000,
  backoffMs: 1000,
  keepFailedDays: 30,
});
export type SimulationPayload = z.infer<typeof simulationJob.payload>;

const simulation = z.object({
  runId: z.uuid(),
  startedAtMs: z.number(),
  /** The step that comes next. */
  step: z.int(),
  /** Up to where samples were sent, in ms of the demonstration's own time. */
  sentMs: z.number(),
});
export type Simulation = z.infer<typeof simulation>;

const FORGOTTEN_AFTER_S = 2 * 3600;
const LONGEST_STEP_MS = 60_000;
const PATIENCE_MS = 1_000;
const POLL_MS = 100;
const keyOf = (scope: LabScope) => `ct:simulation:${scope.labId}`;
const sendingKeyOf = (scope: LabScope) => `ct:simulation-sending:${scope.labId}`;

async function redis() {
  const connection = requestRedis();
  await isRedisReady(connection, PATIENCE_MS);
  return connection;
}

/** The lab's simulation that is under way; null when there is none. */
export async function findSimulation(scope: LabScope): Promise<Simulation | null> {
  const stored = await (await redis()).get(keyOf(scope));
  return stored === null ? null : simulation.parse(JSON.parse(stored));
}

/** Enters a new simulation. @returns false when one is under way already */
export async function enterSimulation(scope: LabScope, entered: Simulation): Promise<boolean> {
  const stored = JSON.stringify(simulation.parse(entered));
  return (await (await redis()).set(keyOf(scope), stored, "EX", FORGOTTEN_AFTER_S, "NX")) === "OK";
}

/** Only where it is there still: one that was ended meanwhile stays so. */
export async function advanceSimulation(scope: LabScope, advanced: Simulation): Promise<void> {
  const stored = JSON.stringify(simulation.parse(advanced));
  await (await redis()).set(keyOf(scope), stored, "EX", FORGOTTEN_AFTER_S, "XX");
}

/** Ends the lab's simulation; resolves when nothing of it is being sent any more. */
export async function endSimulation(scope: LabScope): Promise<void> {
  const connection = await redis();
  await connection.del(keyOf(scope));
  const giveUpAtMs = Date.now() + LONGEST_STEP_MS; // a sender that was killed holds its sign for no longer
  while ((await connection.exists(sendingKeyOf(scope))) === 1 && Date.now() < giveUpAtMs) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Runs `send` under a sign that whoever ends the simulation waits for. */
export async function whileSending<T>(scope: LabScope, send: () => Promise<T>): Promise<T> {
  const connection = await redis();
  await connection.set(sendingKeyOf(scope), "1", "PX", LONGEST_STEP_MS);
  try {
    return await send();
  } finally {
    await connection.del(sendingKeyOf(scope));
  }
}
