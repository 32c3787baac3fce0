import { createCopyLimit } from "../copy-limit";
import { CELLS, ingestPlan, measureRound, memoryMark, refusalOf } from "./ingest-rounds";
import { startLoad } from "../load/load-process";
import type { BenchOptions } from "../options";
import { cpuColumns, type CpuUse, watchMemory } from "../load/processes";
import { type Mark, progress, type Result, type Row } from "../report";
import { makeCells, restClient } from "../load/rest-client";
import type { RunningSystem } from "../load/running-system";
import { blocksOf, type Form, type RequestShape } from "../load/samples";
import { quantile, rounded, spreadColumns } from "../statistics";
import { measureSustained } from "./sustained-ingest";

const SAMPLES_IN_ROUND = 300_000;
const MARK_RATIO: Record<Form, number> = { rows: 0.35, columns: 0.5 };
const MARK_SAMPLES_PER_S = 50_000;
const SHAPES: readonly RequestShape[] = [
  { cells: 1, samplesOfCell: 1000 },
  { cells: 10, samplesOfCell: 100 },
];

/** From HTTP to stored with metrics, against one stream of COPY of the same rows. */
export async function measureIngest(system: RunningSystem, options: BenchOptions): Promise<Result> {
  if (options.minutes) return measureSustained(system, options, options.minutes);
  const copy = await createCopyLimit(system.database);
  const memory = watchMemory(system.processes, ["web", "worker"]);
  const rows: Row[] = [];
  const marks: Mark[] = [];
  for (const form of options.form) {
    const refusal = await refusalOf(system, form);
    if (refusal !== null) {
      progress(`left out: the server does not take ${form} (${refusal})`);
      marks.push({ text: `${form}: the server does not take them`, isReached: false });
      continue;
    }
    for (const shape of SHAPES) {
      const found = await measureShape(system, { form, shape, rounds: options.rounds, copy });
      rows.push(found.row);
      marks.push(...found.marks);
    }
  }
  memory.stop();
  return {
    about: `From HTTP to stored with metrics, ${CELLS} cells, ${SAMPLES_IN_ROUND} samples a round, against one stream of binary COPY of the same rows into an empty twin of the table.`,
    tables: [
      { title: "Samples a second (median, least and most of the rounds)", rows },
      { title: "Memory held at most, MiB", rows: [{ web: memory.most("web"), worker: memory.most("worker") }] },
    ],
    marks: [...marks, memoryMark(memory.most("web"), memory.most("worker"))],
  };
}

type Copy = Awaited<ReturnType<typeof createCopyLimit>>;
type CaseOptions = { form: Form; shape: RequestShape; rounds: number; copy: Copy };

async function measureShape(system: RunningSystem, { form, shape, rounds, copy }: CaseOptions) {
  const name = `${form}-${shape.cells}x${shape.samplesOfCell}`;
  const lab = await system.newLab(`ingest-${name}`);
  const requests = SAMPLES_IN_ROUND / (shape.cells * shape.samplesOfCell);
  const plan = ingestPlan(SAMPLES_IN_ROUND * (rounds + 1));
  await makeCells(restClient(system.url, lab.apiKey), plan);
  const load = await startLoad(system, lab);
  const [ours, limits, ratios]: [number[], number[], number[]] = [[], [], []];
  const uses: CpuUse[] = [];
  for (let round = 0; round <= rounds; round++) {
    const from = round * requests;
    await load.prepare({ plan, form, shape, from, count: requests });
    const { samplesPerS, use } = await measureRound(system, load, requests);
    const blocks = Array.from({ length: requests }, (_, at) => blocksOf(plan, shape, from + at)).flat();
    const limit = await copy(plan, blocks);
    progress(
      `${name}, ${round === 0 ? "warm-up" : `round ${round}`}: ${Math.round(samplesPerS)} of ${Math.round(limit)} samples/s`,
    );
    if (round === 0) continue;
    ours.push(samplesPerS);
    limits.push(limit);
    ratios.push(samplesPerS / limit);
    uses.push(use);
  }
  await load.end();
  const [median, ratio] = [quantile(ours, 0.5), rounded(quantile(ratios, 0.5))];
  const row = {
    body: form,
    request: `${shape.cells} cells × ${shape.samplesOfCell}`,
    ...spreadColumns("samples/s", ours),
    "COPY samples/s": rounded(quantile(limits, 0.5)),
    ratio,
    ...cpuColumns(uses),
  };
  const marks = [
    { text: `${name}: ${ratio} of COPY, to be ≥ ${MARK_RATIO[form]}`, isReached: ratio >= MARK_RATIO[form] },
    {
      text: `${name}: ${Math.round(median)} samples/s, to be ≥ ${MARK_SAMPLES_PER_S}`,
      isReached: median >= MARK_SAMPLES_PER_S,
    },
  ];
  return { row, marks };
}
