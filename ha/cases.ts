import { type Case, disturb, type Stage } from "../faults/case";
import type { Machine } from "./machine";
import * as postgres from "./postgres-nodes";
import type { HaSystem } from "./system";
import * as valkey from "./valkey-nodes";

// Each machine goes the ways that machines go, while batches arrive, and comes back. What is left down is brought up afterwards.

type HaCase = Case<HaSystem>;
type HaStage = Stage<HaSystem>;
type Fault = "killed" | "frozen" | "cut off";

/** The longest that a sender may have to try. */
const MAX_REFUSED_S = 30;

const HURT: Record<Fault, (machine: Machine) => Promise<void>> = {
  killed: (machine) => machine.kill(),
  frozen: (machine) => machine.freeze(),
  "cut off": (machine) => machine.isolate(),
};

/** @param wanted which machine, asked when batches arrive */
function hurt(name: string, fault: Fault, wanted: (system: HaSystem) => Promise<Machine> | Machine): HaCase {
  return {
    name: `${name} ${fault}`,
    async run(stage) {
      let machine: Machine | undefined;
      await disturb(
        stage,
        async () => {
          machine = await wanted(stage.system);
          await HURT[fault](machine);
        },
        async () => machine?.bringBack(),
      );
      await reportLatency(stage);
    },
  };
}

/** Says how long batches took to be acknowledged, and complains where their senders were put off for too long. */
async function reportLatency({ system, cyclers, note, complain }: HaStage): Promise<void> {
  await system.restore();
  const longestS = Math.max(...cyclers.journal.map(({ tookS }) => tookS));
  const answers = cyclers.journal.flatMap((entry) => entry.answers);
  const count = (status: number) => answers.filter((answer) => answer === status).length;
  note(
    `longest until a batch was taken ${longestS.toFixed(1)} s; 503 × ${count(503)}, 429 × ${count(429)}, no answer × ${count(0)}`,
  );
  if (longestS > MAX_REFUSED_S) complain(`a sender had to try for ${longestS.toFixed(1)} s`);
}

const valkeyPrimary = async ({ valkey: valkeys }: HaSystem) => (await valkeys.roles()).primary.machine;
const valkeyReplica = async ({ valkey: valkeys }: HaSystem) => oneOf((await valkeys.roles()).replicas).machine;
const postgresPrimary = async ({ postgres: servers }: HaSystem) => (await servers.roles()).primary.machine;
const postgresStandby = async ({ postgres: servers }: HaSystem) => (await servers.roles()).standby.machine;

function oneOf<T>(list: readonly T[]): T {
  const [one] = list;
  if (one === undefined) throw new Error("none is there");
  return one;
}

const FEW = 5;
const FAULTS: Fault[] = ["killed", "frozen", "cut off"];

export const VALKEY_CASES: readonly HaCase[] = [
  ...FAULTS.map((fault) => hurt("Valkey's primary", fault, valkeyPrimary)),
  {
    name: "Valkey's primary killed, its disk thrown away",
    async run(stage) {
      const { valkey: valkeys } = stage.system;
      const { primary } = await valkeys.roles();
      await disturb(
        stage,
        () => primary.machine.kill(),
        async () => {
          if ((await valkeys.roles()).primary === primary) throw new Error("no other took its place meanwhile");
          valkey.throwAwayDisk(primary);
          await primary.machine.bringBack();
        },
      );
      await reportLatency(stage);
    },
  },
  ...FAULTS.map((fault) => hurt("a replica of Valkey", fault, valkeyReplica)),
  {
    // Promoted, it would lack what was acknowledged meanwhile.
    name: "a replica of Valkey left behind, then the primary killed",
    async run(stage) {
      const { system, cyclers } = stage;
      const { primary, replicas } = await system.valkey.roles();
      const behind = oneOf(replicas).machine;
      await disturb(
        stage,
        async () => {
          await behind.freeze();
          await cyclers.untilAcknowledged(FEW);
          await primary.machine.kill();
          await behind.bringBack();
        },
        () => primary.machine.bringBack(),
      );
      await reportLatency(stage);
    },
  },
  {
    // Longer than BullMQ waits before it makes a blocking connection anew: bullmq issues 4378, 3088, 2964.
    name: "all sentinels away while Valkey's primary is killed",
    async run(stage) {
      const { valkey: valkeys } = stage.system;
      const { primary } = await valkeys.roles();
      await disturb(
        stage,
        async () => {
          await Promise.all(valkeys.sentinels.map((sentinel) => sentinel.kill()));
          await primary.machine.kill();
        },
        async () => {
          for (const sentinel of valkeys.sentinels) await sentinel.bringBack();
          await primary.machine.bringBack();
        },
      );
      await reportLatency(stage);
    },
  },
];

export const POSTGRES_CASES: readonly HaCase[] = [
  ...FAULTS.map((fault) => hurt("PostgreSQL's primary", fault, postgresPrimary)),
  {
    name: "PostgreSQL's primary killed, its disk thrown away",
    async run(stage) {
      const { primary } = await stage.system.postgres.roles();
      await disturb(
        stage,
        () => primary.machine.kill(),
        async () => {
          postgres.throwAwayDisk(primary);
          await primary.machine.bringBack();
        },
      );
      await reportLatency(stage);
    },
  },
  ...FAULTS.map((fault) => hurt("PostgreSQL's standby", fault, postgresStandby)),
  hurt("an etcd", "killed", ({ postgres: servers }) => oneOf(servers.etcds)),
];

export const PROCESS_CASES: readonly HaCase[] = [
  ...FAULTS.map((fault) => hurt("a web process", fault, ({ webs }) => oneOf(webs))),
  ...FAULTS.map((fault) => hurt("a worker", fault, ({ workers }) => oneOf(workers))),
  hurt("a sentinel", "frozen", ({ valkey: valkeys }) => oneOf(valkeys.sentinels)),
];
