import { CELLS, ingestPlan, measureRound } from "./ingest-rounds";
import { type Load, startLoad } from "../load/load-process";
import type { BenchOptions } from "../options";
import { cpuColumns, type CpuUse } from "../load/processes";
import { progress, type Result, type Row } from "../report";
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
const CELL_COUNTS = [10, 100, 1000];
const MARK_GROWTH = 1.3;
const MARK_WORKERS = 1.5;

/** The cells of one lab, filled request after request. */
type Stream = { load: Load; plan: SamplePlan; form: Form; next: number };

export async function measureScale(system: RunningSystem, options: BenchOptions): Promise<Result> {
  const [form = "rows"] = options.form;
  const most = options.to ?? DEFAULT_SIZE;
  const sizes = SIZES.filter((size) => size <= most);
  const stored = await startStream(system, { name: "stored", form, cells: CELLS, samples: 2 * most });
  const bySize: Row[] = [];
  for (const size of sizes) {
    await fillUpTo(system, stored, size);
    bySize.push({ "samples stored": size, ...(await measureRounds(system, stored, options.rounds)) });
    console.log(bySize.at(-1));
  }
  const byCells: Row[] = [];
  for (const cells of CELL_COUNTS) {
    const stream = await startStream(system, { name: `of-${cells}`, form, cells, samples: 20e6 });
    await sendRequests(system, stream, Math.max(cells, REQUESTS_IN_ROUND)); // each cell has begun
    byCells.push({ cells, ...(await measureRounds(system, stream, options.rounds)) });
    console.log(byCells.at(-1));
    await stream.load.end();
  }
  const byWorkers: Row[] = [{ workers: 1, ...(await measureRounds(system, stored, options.rounds)) }];
  await system.addWorker();
  byWorkers.push({ workers: 2, ...(await measureRounds(system, stored, options.rounds)) });
  await stored.load.end();
  const [growthOfSize, growthOfCells] = [growth(bySize), growth(byCells)];
  const gain = rateOf(byWorkers[1]) / rateOf(byWorkers[0]);
  return {
    about: `${form}, one cell × ${SHAPE.samplesOfCell} a request, rounds of ${REQUESTS_IN_ROUND} requests. Cost: processor time of worker and database for each sample.`,
    tables: [
      { title: `By samples stored (${CELLS} cells)`, rows: bySize },
      { title: "By cells that send (in a lab of their own)", rows: byCells },
      { title: `By workers (${CELLS} cells, after the above)`, rows: byWorkers },
    ],
    marks: [
      {
        text: `cost of a sample at ${sizes.at(-1)} stored ÷ at ${sizes[0]}: ${rounded(growthOfSize)}, to be < ${MARK_GROWTH}`,
        isReached: growthOfSize < MARK_GROWTH,
      },
      {
        text: `cost of a sample of 1,000 cells ÷ of 10: ${rounded(growthOfCells)}, to be < ${MARK_GROWTH}`,
        isReached: growthOfCells < MARK_GROWTH,
      },
      {
        text: `2 workers ÷ 1: ${rounded(gain)}, to be ≥ ${MARK_WORKERS} where cores allow (the table says how busy they were)`,
        isReached: gain >= MARK_WORKERS,
      },
    ],
  };
}

const COST = "cost / µs";
const RATE = "samples/s";
const costOf = (row: Row | undefined) => Number(row?.[COST]);
const rateOf = (row: Row | undefined) => Number(row?.[RATE]);
const growth = (rows: readonly Row[]) => costOf(rows.at(-1)) / costOf(rows[0]);

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
  for (let round = 0; round <= rounds; round++) {
    const { samples, samplesPerS, use } = await sendRequests(system, stream, REQUESTS_IN_ROUND);
    if (round === 0) continue; // warm-up
    const used = (use.cpuS.get("worker") ?? 0) + (use.cpuS.get("postgres") ?? 0);
    uses.push(use);
    rates.push(samplesPerS);
    costsUs.push((1e6 * used) / samples);
  }
  return { ...spreadColumns(COST, costsUs), [RATE]: rounded(quantile(rates, 0.5)), ...cpuColumns(uses) };
}
