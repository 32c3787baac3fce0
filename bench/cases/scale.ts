import { CELLS, ingestPlan, measureRound } from "./ingest-rounds";
import { type Load, startLoad } from "../load/load-process";
import type { BenchOptions } from "../options";
import { cpuColumns, type CpuUse } from "../load/processes";
import { type Mark, progress, type Result, type Row } from "../report";
import { makeCells, restClient } from "../load/rest-client";
import type { RunningSystem } from "../load/running-system";
import type { Form, SamplePlan } from "../load/samples";
import { quantile, rounded, spreadColumns } from "../statistics";

// Does a sample cost more when more are stored, or when more cells send? And what does a second worker bring?

const SHAPE = { cells: 1, samplesOfCell: 1000 };
const REQUESTS_IN_ROUND = 100;
const REQUESTS_TO_FILL = 250;
const SIZES = [1e6, 2e6, 5e6, 10e6, 20e6, 50e6];
const DEFAULT_SIZE = 10e6;
const WORKERS_SIZE = 1e6;
/** More than one run takes: a sample later than now would be refused. */
const MEASUREMENTS = 20;
const CELL_COUNTS = [10, 100, 1000];
const MARK_GROWTH = 1.3;
const MARK_WORKERS = 1.5;

/** The cells of one lab, filled request after request. */
type Stream = { load: Load; plan: SamplePlan; form: Form; next: number };

export async function measureScale(system: RunningSystem, options: BenchOptions): Promise<Result> {
  const [form = "rows"] = options.form;
  const isOfWorkers = options.workers !== undefined;
  const most = options.to ?? (isOfWorkers ? WORKERS_SIZE : DEFAULT_SIZE);
  const measured = (options.rounds + 1) * REQUESTS_IN_ROUND * SHAPE.samplesOfCell * MEASUREMENTS;
  const stored = await startStream(system, { name: "stored", form, cells: CELLS, samples: most + measured });
  const found: Found[] = [];
  if (isOfWorkers) await fillUpTo(system, stored, most);
  else found.push(await measureSizes(system, stored, options), await measureCellCounts(system, options));
  found.push(await measureWorkers(system, stored, options));
  await stored.load.end();
  return {
    about: `${form}, one cell × ${SHAPE.samplesOfCell} a request, rounds of ${REQUESTS_IN_ROUND} requests. Cost: processor time of worker and database for each sample.`,
    tables: found.map(({ table }) => table),
    marks: found.flatMap(({ marks }) => marks),
  };
}

type Found = { table: Result["tables"][number]; marks: Mark[] };

async function measureSizes(system: RunningSystem, stored: Stream, options: BenchOptions): Promise<Found> {
  const sizes = SIZES.filter((size) => size <= (options.to ?? DEFAULT_SIZE));
  const rows: Row[] = [];
  for (const size of sizes) {
    await fillUpTo(system, stored, size);
    rows.push({ "samples stored": size, ...(await measureRounds(system, stored, options.rounds)) });
    console.log(rows.at(-1));
  }
  const text = `cost of a sample at ${sizes.at(-1)} stored ÷ at ${sizes[0]}`;
  return { table: { title: `By samples stored (${CELLS} cells)`, rows }, marks: [growthMark(text, rows, COST)] };
}

async function measureCellCounts(
  system: RunningSystem,
  { form: [form = "rows"], rounds }: BenchOptions,
): Promise<Found> {
  const rows: Row[] = [];
  for (const cells of CELL_COUNTS) {
    const stream = await startStream(system, { name: `of-${cells}`, form, cells, samples: 20e6 });
    await sendRequests(system, stream, Math.max(cells, REQUESTS_IN_ROUND)); // each cell has begun
    rows.push({ cells, ...(await measureRounds(system, stream, rounds)) });
    console.log(rows.at(-1));
    await stream.load.end();
  }
  const text = "cost of a sample of 1,000 cells ÷ of 10";
  return {
    table: { title: "By cells that send (in a lab of their own)", rows },
    marks: [growthMark(text, rows, COST)],
  };
}

/** What a sample costs the workers is told apart from what it costs the database: where cores are few, only that says whether workers scale. */
async function measureWorkers(system: RunningSystem, stored: Stream, options: BenchOptions): Promise<Found> {
  const rows: Row[] = [];
  for (const workers of options.workers ?? [1, 2]) {
    while ((system.processes.get("worker")?.length ?? 0) < workers) await system.addWorker();
    rows.push({ workers, ...(await measureRounds(system, stored, options.rounds)) });
    console.log(rows.at(-1));
  }
  const [first, last] = [rows[0], rows.at(-1)];
  const gain = rateOf(last) / rateOf(first);
  const faster = `${last?.workers} workers ÷ ${first?.workers}: ${rounded(gain)}, to be ≥ ${MARK_WORKERS} where cores allow (the table says how busy they were)`;
  const text = `worker's cost of a sample with ${last?.workers} workers ÷ with ${first?.workers}`;
  return {
    table: { title: `By workers (${CELLS} cells)`, rows },
    marks: [{ text: faster, isReached: gain >= MARK_WORKERS }, growthMark(text, rows, WORKER_COST)],
  };
}

function growthMark(text: string, rows: readonly Row[], column: string): Mark {
  const growth = Number(rows.at(-1)?.[column]) / Number(rows[0]?.[column]);
  return { text: `${text}: ${rounded(growth)}, to be < ${MARK_GROWTH}`, isReached: growth < MARK_GROWTH };
}

const COST = "cost / µs";
const RATE = "samples/s";
const WORKER_COST = "worker / µs";
const DATABASE_COST = "database / µs";
const rateOf = (row: Row | undefined) => Number(row?.[RATE]);

async function startStream(
  system: RunningSystem,
  { name, form, cells, samples }: { name: string; form: Form; cells: number; samples: number },
): Promise<Stream> {
  const lab = await system.newLab(`scale-${name}`);
  const plan = ingestPlan(samples, cells);
  await makeCells(restClient(system.url, lab.apiKey), plan);
  return { load: await startLoad(system, lab), plan, form, next: 0 };
}

async function sendRequests(system: RunningSystem, stream: Stream, count: number) {
  const { load, plan, form } = stream;
  await load.prepare({ plan, form, shape: SHAPE, from: stream.next, count });
  stream.next += count;
  const round = await measureRound(system, load, count);
  if (round.samples !== count * SHAPE.samplesOfCell) throw new Error(`${round.samples} samples of ${count} requests`);
  return round;
}

async function fillUpTo(system: RunningSystem, stream: Stream, size: number): Promise<void> {
  while (stream.next * SHAPE.samplesOfCell < size) {
    const missing = size / SHAPE.samplesOfCell - stream.next;
    const { samplesPerS } = await sendRequests(system, stream, Math.min(REQUESTS_TO_FILL, missing));
    if (stream.next % (10 * REQUESTS_TO_FILL) === 0)
      progress(`${stream.next * SHAPE.samplesOfCell} samples stored, ${Math.round(samplesPerS)}/s`);
  }
}

async function measureRounds(system: RunningSystem, stream: Stream, rounds: number): Promise<Row> {
  const uses: CpuUse[] = [];
  const rates: number[] = [];
  const costsUs: number[] = [];
  const [ofWorkers, ofDatabase]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    const { samples, samplesPerS, use } = await sendRequests(system, stream, REQUESTS_IN_ROUND);
    if (round === 0) continue; // warm-up
    const costUs = (name: string) => (1e6 * (use.cpuS.get(name) ?? 0)) / samples;
    uses.push(use);
    rates.push(samplesPerS);
    ofWorkers.push(costUs("worker"));
    ofDatabase.push(costUs("postgres"));
    costsUs.push(costUs("worker") + costUs("postgres"));
  }
  return {
    ...spreadColumns(COST, costsUs),
    [WORKER_COST]: rounded(quantile(ofWorkers, 0.5)),
    [DATABASE_COST]: rounded(quantile(ofDatabase, 0.5)),
    [RATE]: rounded(quantile(rates, 0.5)),
    ...cpuColumns(uses),
  };
}
