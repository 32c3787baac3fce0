import { designCell } from "@/server/domain/simulated-cells/cell-design";
import { LabClient, Refusal } from "./simulate/lab-client";
import { planLab } from "./simulate/lab-plan";
import { loadHistory } from "./simulate/load-history";
import { parseOptions, type SimulateOptions, USAGE, UsageError } from "./simulate/options";
import { prepareLab } from "./simulate/prepare-lab";
import { replay } from "./simulate/replay";
import { ReplayFileError } from "./simulate/replay-file";
import { runLive } from "./simulate/run-live";
import { openLab } from "./simulate/simulated-lab";
import { readStoredTests } from "./simulate/stored-tests";

// Simulated cyclers. They know of the server what every customer does: its public REST API.

const BAD_USAGE = 2;
const HISTORY_A_CELL = 7500;
const FORBIDDEN = 403;

type Surroundings = { print: (line: string) => void; signal: AbortSignal };

const print = (line: string) => void process.stdout.write(`${line}\n`);

async function simulate(client: LabClient, options: SimulateOptions, surroundings: Surroundings): Promise<void> {
  const cells = Array.from({ length: options.cells }, (_, index) => designCell(options.seed, index));
  const plan = planLab(cells, {
    historySamples: options.history ?? HISTORY_A_CELL * options.cells,
    ratePerS: options.rate,
    timeLapse: options["time-lapse"] ?? null,
  });
  await prepareLab(client, print);
  const tests = await readStoredTests(client, cells, surroundings.signal);
  const lab = openLab({ cells, plan, tests, nowMs: Date.now() });
  const began = tests.size === 0 ? "a new lab" : `going on with ${tests.size} cells`;
  print(`simulating ${cells.length} cells since ${new Date(lab.startMs).toISOString()} (${began})`);
  const samples = await loadHistory(client, lab, surroundings);
  print(`history loaded: ${samples} samples`);
  print(`live: ${plan.ratePerS.toFixed(1)} samples/s at ${plan.timeLapse.toPrecision(3)} × real time`);
  await runLive(client, lab, plan, surroundings);
}

/** What the user is told, and how the process ends. */
function explainFailure(cause: unknown): { message: string; exitCode: number } {
  if (cause instanceof UsageError) return { message: `${cause.message}\n\n${USAGE}`, exitCode: BAD_USAGE };
  if (cause instanceof Refusal && cause.status === FORBIDDEN) {
    return { message: `${cause.message}\nThe key needs the scopes ingest and read.`, exitCode: 1 };
  }
  if (cause instanceof Refusal || cause instanceof ReplayFileError) return { message: cause.message, exitCode: 1 };
  return { message: cause instanceof Error ? cause.message : String(cause), exitCode: 1 };
}

async function main(): Promise<void> {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => stop.abort());
  try {
    const { kind, options } = parseOptions(process.argv.slice(2), process.env);
    const surroundings = { print, signal: stop.signal };
    const client = new LabClient({ url: options.url, key: options.key, ...surroundings });
    if (kind === "replay") await replay(client, options, surroundings);
    else await simulate(client, options, surroundings);
  } catch (cause) {
    if (stop.signal.aborted) return; // whatever was under way failed because it was stopped
    const { message, exitCode } = explainFailure(cause);
    process.stderr.write(`${message}\n`);
    process.exitCode = exitCode;
  }
}

await main();
