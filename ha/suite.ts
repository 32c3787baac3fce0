import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Case } from "../faults/case";
import { type CaseResult, printTable, runCase, type Tested } from "../faults/run-case";
import { chargeTrackerHome, makeFolder } from "../scripts/services/home.mjs";
import { Fleet } from "../scripts/services/processes.mjs";
import { Failure, printReason } from "../scripts/services/report.mjs";
import { keepCommandsIn } from "../scripts/services/run-command.mjs";
import { interrupted, startGuardian, stopWhenAsked } from "../scripts/services/stopping.mjs";

export type Place = { fleet: Fleet; home: string; programsHome: string };

/**
 * Runs cases one after the other on a system in a folder of its own, prints what they came to, and ends the process: with 0 where all passed.
 * @param name of the folder
 */
export async function runSuite<S extends Tested>(
  name: string,
  start: (place: Place) => Promise<S>,
  args: { cases: readonly Case<S>[]; outageMs: number },
): Promise<never> {
  const programsHome = chargeTrackerHome();
  const home = makeFolder(join(programsHome, name));
  const fleet = new Fleet(home, name);
  if (fleet.livingOwner() !== null) throw new Failure("The suite runs already in this folder.");
  await fleet.end(); // what a killed run left
  rmSync(home, { recursive: true, force: true });
  makeFolder(home);
  fleet.claim();
  keepCommandsIn(fleet);
  startGuardian([fleet.file]);
  stopWhenAsked(() => fleet.end(), interrupted);
  const results: CaseResult[] = [];
  let hasFailed = false;
  try {
    const system = await start({ fleet, home, programsHome });
    for (const [index, each] of args.cases.entries()) {
      const settings = { outageMs: args.outageMs, abuseShare: 0, smallDisk: null, prefix: `case ${index}` };
      results.push(await runCase(each, system, settings));
    }
  } catch (error) {
    printReason(error);
    hasFailed = true;
  } finally {
    await fleet.end();
  }
  printTable(results);
  const isFine = !hasFailed && results.length > 0 && results.every(({ outcome }) => outcome === "passed");
  process.exit(isFine ? 0 : 1);
}
