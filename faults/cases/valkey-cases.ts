import { setTimeout as pause } from "node:timers/promises";
import { type Case, disturb, type Stage, countAcknowledged } from "../case";

// The queue's server goes away, or takes nothing any more. Nothing may be acknowledged meanwhile, and nothing that was be lost.

/** What may still be on its way when the server is gone. */
const SETTLE_MS = 300;

async function endAndStart(stage: Stage, signal: NodeJS.Signals): Promise<void> {
  const { valkey } = stage.system;
  let acknowledged = () => 0;
  await disturb(
    stage,
    async () => {
      await valkey.end(signal);
      await pause(SETTLE_MS);
      acknowledged = countAcknowledged(stage);
    },
    async () => {
      if (acknowledged() > 0) stage.complain(`${acknowledged()} batches were acknowledged while the queue was away`);
      await valkey.start();
    },
  );
}

async function setMaxMemory({ system }: Stage, bytes: (used: number) => number): Promise<void> {
  await system.withRedis(async (redis) => {
    const used = Number(/^used_memory:(\d+)/m.exec(await redis.info("memory"))?.[1]);
    await redis.config("SET", "maxmemory", String(Math.floor(bytes(used))));
  });
}

const USUAL_BYTES = 2 ** 30;

export const VALKEY_CASES: readonly Case[] = [
  { name: "Valkey stopped and started", run: (stage) => endAndStart(stage, "SIGTERM") },
  { name: "Valkey killed and started", run: (stage) => endAndStart(stage, "SIGKILL") },
  {
    name: "Valkey at its memory's limit",
    async run(stage) {
      const giveBack = () => setMaxMemory(stage, () => USUAL_BYTES);
      stage.afterwards(giveBack);
      await disturb(stage, () => setMaxMemory(stage, (used) => used - 1), giveBack);
    },
  },
];
