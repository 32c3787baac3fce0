import { type EditionHealth, readEditionHealth } from "../../data/edition/edition-health";
import type { Finding } from "./findings";

/** Days that changed are counted from their hours until the next refresh, which comes every ten minutes. */
const OLDEST_DIRTY_S = 3600;

/** What the database does by itself on the Community edition of TimescaleDB, and whether its extension is the one of its library. */
export async function lookAtEdition(): Promise<Finding[]> {
  return findingsOfEdition(await readEditionHealth());
}

/** What an operator is told of that. */
export function findingsOfEdition({
  extension,
  library,
  deadJobs,
  failingJobs,
  dirtyDays,
  oldestDirtyS,
}: EditionHealth): Finding[] {
  const findings: Finding[] = [];
  if (extension !== library) {
    const what = `TimescaleDB's extension is ${extension}, its library ${library}.`;
    findings.push({ level: "warning", what, todo: "Run: npm run migrate. Then start web and worker processes again." });
  }
  if (deadJobs.length > 0) {
    const todo =
      "Let the schema's owner log in, set timescaledb.max_background_workers above 0, and see timescaledb_information.jobs.";
    findings.push({ level: "error", what: `Jobs of the database do not run: ${deadJobs.join(", ")}`, todo });
  }
  if (failingJobs.length > 0) {
    const todo = "See timescaledb_information.job_errors. Nothing that is shown depends on it; disk and speed do.";
    findings.push({ level: "warning", what: `Jobs of the database fail: ${failingJobs.join("; ")}`, todo });
  }
  if (oldestDirtyS > OLDEST_DIRTY_S) {
    const what = `${dirtyDays} days of tests changed up to ${Math.round(oldestDirtyS / 60)} minutes ago and were not summed up again.`;
    const todo =
      "See the job refresh_days in timescaledb_information.job_errors, and end transactions that are open for long.";
    findings.push({ level: "warning", what, todo });
  }
  return findings;
}
