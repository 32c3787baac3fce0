import { spawnSync } from "node:child_process";
import { measureAbuse } from "./cases/abuse";
import { measureBacklog } from "./cases/backlog";
import { measureCurves } from "./cases/curves";
import { measureDashboard } from "./cases/dashboard";
import { measureExport } from "./cases/export";
import { measureImport } from "./cases/import";
import { measureIngest } from "./cases/ingest";
import { measureLate } from "./cases/late";
import { measureLive } from "./cases/live";
import { measureMove } from "./cases/move";
import { measureNeighbours, NEIGHBOURS_ENV } from "./cases/neighbours";
import { measureOpenCycle } from "./cases/open-cycle";
import { type BenchOptions, OPTIONS_HELP, readOptions } from "./options";
import { measureOrders } from "./cases/orders";
import { measurePage } from "./cases/page";
import { reportResult, type Result } from "./report";
import { type RunningSystem, withRunningSystem } from "./load/running-system";
import { measureScale } from "./cases/scale";
import { measureStorage } from "./cases/storage";
import { measureTrickle } from "./cases/trickle";
import { measureZoom } from "./cases/zoom";

// Benchmarks on a system of their own: real servers, a production build, the load in another process.

const BENCHMARKS: Record<string, (system: RunningSystem, options: BenchOptions) => Promise<Result>> = {
  ingest: measureIngest,
  trickle: measureTrickle,
  live: measureLive,
  late: measureLate,
  neighbours: measureNeighbours,
  backlog: measureBacklog,
  import: measureImport,
  scale: measureScale,
  zoom: measureZoom,
  dashboard: measureDashboard,
  curves: measureCurves,
  export: measureExport,
  move: measureMove,
  "open-cycle": measureOpenCycle,
  orders: measureOrders,
  abuse: measureAbuse,
  storage: measureStorage,
  page: measurePage,
};

const VARIANTS = [["live", "--during-trickle"]];
const BAD_USAGE = 2;

const [name = "", ...args] = process.argv.slice(2);
const measure = Object.hasOwn(BENCHMARKS, name) ? BENCHMARKS[name] : undefined;
if (measure) {
  const options = readOptions(args);
  if (name === "neighbours") Object.assign(process.env, NEIGHBOURS_ENV);
  const found = await withRunningSystem(options, async (system) => ({
    result: await measure(system, options),
    versions: system.versions,
  }));
  reportResult(name, found);
  process.exit(0); // connections to a server that is gone would keep it
}
if (name === "all") {
  // One after the other, each in a process of its own: settings are read once a process.
  const runs = [...Object.keys(BENCHMARKS).map((each) => [each]), ...VARIANTS];
  const failed = runs.filter((run) => {
    console.log(`\n=== ${run.join(" ")}`);
    const command = [...process.execArgv, "bench/main.ts", ...run, ...args];
    return spawnSync(process.execPath, command, { stdio: "inherit" }).status !== 0;
  });
  process.exit(failed.length === 0 ? 0 : 1);
}
process.stderr.write(`Usage: npm run bench -- ${[...Object.keys(BENCHMARKS), "all"].join(" | ")}\n${OPTIONS_HELP}`);
process.exit(BAD_USAGE);
