import type { Case, Stage } from "../case";
import { countStored, holdCommits } from "../holds";
import { until } from "../system";

// A worker that is killed as a power cut would, at moments that are brought about.

const RESUMES_WITHIN_MS = 30_000;
const KILLS_OF_ONE_JOB = 5;
const SOME = 20;

/** Batches that are acknowledged and of which a transaction waits for its commit. */
async function untilCommitsAreHeld(stage: Stage) {
  const { cyclers } = stage;
  cyclers.begin();
  await cyclers.untilAcknowledged(SOME);
  const hold = await holdCommits(stage);
  await hold.untilOneWaits();
  await cyclers.untilAcknowledged(SOME);
  return hold;
}

/** Starts a worker, and waits until it has stored what the killed one left. */
async function resume({ system, cyclers, complain, note }: Stage): Promise<void> {
  const left = cyclers.journal.filter(({ end }) => end === "acknowledged").map(({ batchId }) => batchId);
  const beganMs = performance.now();
  await system.worker.start();
  await until("what the killed worker left is stored", async () => (await countStored(system, left)) === left.length);
  const tookMs = performance.now() - beganMs;
  note(`its work resumed within ${(tookMs / 1000).toFixed(1)} s`);
  if (tookMs > RESUMES_WITHIN_MS) complain(`its work resumed after ${(tookMs / 1000).toFixed(1)} s`);
}

export const WORKER_CASES: readonly Case[] = [
  {
    name: "worker killed before its COMMIT",
    async run(stage) {
      const hold = await untilCommitsAreHeld(stage);
      await stage.system.worker.end("SIGKILL");
      await hold.release();
      await resume(stage);
    },
  },
  {
    name: "worker killed after its COMMIT, before it told the queue",
    async run(stage) {
      const { system } = stage;
      await system.worker.end("SIGTERM");
      await system.worker.start({ valkey: "proxied" });
      const hold = await untilCommitsAreHeld(stage);
      const before = await system.withDatabase(countLedger);
      system.proxies.valkey.hold(); // what it will say of its batches does not arrive any more
      await hold.release();
      await until("a batch is committed", async () => (await system.withDatabase(countLedger)) > before);
      await system.worker.end("SIGKILL");
      system.proxies.valkey.release();
      await resume(stage);
    },
  },
  {
    name: `one batch's worker killed ${KILLS_OF_ONE_JOB} times`,
    async run(stage) {
      const { system, cyclers } = stage;
      await cyclers.sendOne("killed again"); // the cell is known
      await system.worker.end("SIGTERM");
      await cyclers.sendOne("killed again");
      for (let kill = 0; kill < KILLS_OF_ONE_JOB; kill++) {
        const hold = await holdCommits(stage);
        await system.worker.start();
        await hold.untilOneWaits();
        await system.worker.end("SIGKILL");
        await hold.release();
      }
      await resume(stage);
    },
  },
];

async function countLedger(database: import("pg").Client): Promise<number> {
  const { rows } = await database.query<{ batches: number }>("SELECT count(*)::integer AS batches FROM batches");
  return rows[0]?.batches ?? 0;
}
