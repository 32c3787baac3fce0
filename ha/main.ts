import { parseArgs } from "node:util";
import { POSTGRES_CASES, PROCESS_CASES, VALKEY_CASES } from "./cases";
import { runSuite } from "./suite";
import { startHaSystem } from "./system";

// An installation on several machines, each of which goes and comes back, on private processes: docs/decisions/0033-several-machines.md.

const CASES = [...PROCESS_CASES, ...VALKEY_CASES, ...POSTGRES_CASES];
/** Longer than Patroni needs to put the standby in the primary's place. */
const OUTAGE_MS = 30_000;

const { values } = parseArgs({
  options: {
    /** Cases whose names hold this. */
    only: { type: "string", default: "" },
    /** On the disks of so many replicas of Valkey a batch is before it is acknowledged. */
    replicas: { type: "string", default: "2" },
  },
});
const cases = CASES.filter(({ name }) => name.toLowerCase().includes(values.only.toLowerCase()));
await runSuite("ha", (place) => startHaSystem({ ...place, replicas: Number(values.replicas) }), {
  cases,
  outageMs: OUTAGE_MS,
});
