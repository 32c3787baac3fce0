import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { chargeTrackerHome, makeFolder } from "../scripts/services/home.mjs";
import { Fleet } from "../scripts/services/processes.mjs";
import { Failure, say, printReason } from "../scripts/services/report.mjs";
import { keepCommandsIn } from "../scripts/services/run-command.mjs";
import { interrupted, startGuardian, stopWhenAsked } from "../scripts/services/stopping.mjs";
import type { Case } from "./case";
import { ABUSE_CASES } from "./cases/abuse-cases";
import { POSTGRES_CASES } from "./cases/postgres-cases";
import { REQUEST_CASES } from "./cases/request-cases";
import { VALKEY_CASES } from "./cases/valkey-cases";
import { WORKER_CASES } from "./cases/worker-cases";
import { type CaseResult, caseResult, printTable, runCase } from "./run-case";
import { mountSmallDisk } from "./small-disk";
import { startSystem } from "./system";

// Faults of every part, one after the other, on a system of its own: real servers, real signals. See docs/decisions/0016-faults-from-outside.md.

const CASES: readonly Case[] = [...REQUEST_CASES, ...WORKER_CASES, ...VALKEY_CASES, ...POSTGRES_CASES, ...ABUSE_CASES];
const SHORT_OUTAGE_MS = 5_000;
const LONG_OUTAGE_MS = 60_000;
const SHORT_ABUSE_SHARE = 0.05;

const { values } = parseArgs({
  options: {
    /** Outages of a minute, and abuse in its full strength. */
    long: { type: "boolean" },
    /** Cases whose names hold this. */
    only: { type: "string" },
    /** Where to write what was found, as JSON. */
    report: { type: "string" },
    /** Those that need a full disk; they run in a process of their own, for they have a system of their own. */
    "small-disk": { type: "boolean" },
  },
});
const abuseShare = values.long ? 1 : SHORT_ABUSE_SHARE;
const outageMs = values.long ? LONG_OUTAGE_MS : SHORT_OUTAGE_MS;
const wanted = CASES.filter(({ name }) => name.toLowerCase().includes((values.only ?? "").toLowerCase()));
const own = wanted.filter(({ needsSmallDisk }) => Boolean(needsSmallDisk) === Boolean(values["small-disk"]));

const results = own.length > 0 ? await runOwn() : [];
if (!values["small-disk"] && wanted.some(({ needsSmallDisk }) => needsSmallDisk)) results.push(...runOnSmallDisk());
if (values.report) writeFileSync(values.report, JSON.stringify(results));
if (!values["small-disk"]) printTable(results);
process.exit(results.some(({ outcome }) => outcome === "failed") || results.length === 0 ? 1 : 0);

async function runOwn(): Promise<CaseResult[]> {
  const programsHome = chargeTrackerHome();
  const home = makeFolder(join(programsHome, values["small-disk"] ? "faults-disk" : "faults"));
  const fleet = new Fleet(home, "faults");
  if (fleet.livingOwner() !== null) throw new Failure("The fault suite runs already in this folder.");
  await fleet.end(); // what a killed run left
  forgetLastRun(home);
  fleet.claim();
  keepCommandsIn(fleet);
  startGuardian([fleet.file]);
  stopWhenAsked(() => fleet.end(), interrupted);
  try {
    const disk = values["small-disk"] ? mountSmallDisk(home, fleet) : null;
    if (disk && "refusal" in disk) return own.map(({ name }) => skipped(name, disk.refusal));
    const place = { fleet, home, programsHome };
    const system = await startSystem(disk ? { ...place, databaseHome: disk.folder } : place);
    return await runCases(system, disk?.folder ?? null);
  } catch (error) {
    printReason(error);
    const reason = error instanceof Error ? error.message : String(error);
    return own.map(({ name }) => ({ ...skipped(name, reason), outcome: "failed" }));
  } finally {
    await fleet.end();
  }
}

function forgetLastRun(home: string): void {
  for (const name of ["postgres", "valkey", "logs"]) rmSync(join(home, name), { recursive: true, force: true });
}

async function runCases(system: Awaited<ReturnType<typeof startSystem>>, smallDisk: string | null) {
  const found: CaseResult[] = [];
  for (const [index, each] of own.entries()) {
    found.push(await runCase(each, system, { outageMs, abuseShare, smallDisk, prefix: `case ${index}` }));
  }
  return found;
}

function skipped(name: string, reason: string): CaseResult {
  say(`skipped: ${name} (${reason})`);
  return { name, outcome: "skipped", verdict: null, problems: [], notes: [reason], seconds: 0 };
}

function runOnSmallDisk(): CaseResult[] {
  const folder = mkdtempSync(join(tmpdir(), "chargetracker-faults-"));
  const report = join(folder, "report.json");
  try {
    const flags = ["--small-disk", "--report", report, ...(values.long ? ["--long"] : []), "--only", values.only ?? ""];
    spawnSync(process.execPath, [...process.execArgv, "faults/main.ts", ...flags], { stdio: "inherit" });
    return z.array(caseResult).parse(JSON.parse(readFileSync(report, "utf8")));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
