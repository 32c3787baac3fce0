import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parquetMetadata } from "hyparquet";
import { from as copyFrom } from "pg-copy-streams";
import { z } from "zod";
import { COPY_COLUMNS } from "../../server/data/binary-copy";
import { EXPORT_FORMATS, type ExportFormat } from "../../server/api/exports/export-columns";
import { encodeBlocks, messagesOf } from "../load/copied-blocks";
import { measureCpu, watchMemory } from "../load/processes";
import { makeCells, postUntilStored, restClient } from "../load/rest-client";
import type { BenchLab, RunningSystem } from "../load/running-system";
import { bodyOf, cellName, type SamplePlan } from "../load/samples";
import type { BenchOptions } from "../options";
import { type Mark, progress, type Result, type Row } from "../report";
import { rounded } from "../statistics";

const DEFAULT_SAMPLES = 2e6;
const COPIED_AT_ONCE = 250_000;
const SAMPLES_IN_CYCLE = 7200;
const PARQUET_MARK = 100_000;
const MEMORY_GROWTH = 1.1;
const WARM_UP_SHARE = 0.25;
/** More than the last part of a Parquet file takes, which tells its rows. */
const TAIL_BYTES = 4 * 2 ** 20;
const PER_MILLION = 1e6;

/** One cell's export in each form over HTTP, to the last byte, and what the web process holds meanwhile. */
export async function measureExport(system: RunningSystem, options: BenchOptions): Promise<Result> {
  const samples = options.samples ?? DEFAULT_SAMPLES;
  const lab = await system.newLab("export");
  const startMs = Date.now() - 1000 * (samples + 1);
  const plan = {
    prefix: "long",
    cells: 1,
    startMs,
    stepMs: 1000,
    samplesInCycle: SAMPLES_IN_CYCLE,
    isStaggered: false,
  };
  await fill(system, lab, plan, samples);
  const rows: Row[] = [];
  const marks: Mark[] = [];
  for (const format of EXPORT_FORMATS.filter((name) => name.includes(options.only))) {
    const { row, samplesPerS, memory } = await measureFormat(system, lab, { format, cell: cellName(plan, 0), samples });
    rows.push(row);
    if (format === "parquet") marks.push(speedMark(samplesPerS));
    marks.push(memory);
  }
  const about = `A cell with ${samples} samples as a file over HTTP; a reader that takes it as fast as it comes.`;
  return { about, tables: [{ title: "By form", rows }], marks };
}

const speedMark = (samplesPerS: number): Mark => ({
  text: `${Math.round(samplesPerS)} samples/s as Parquet, to be ≥ ${PARQUET_MARK}`,
  isReached: samplesPerS >= PARQUET_MARK,
});

/** The first sample through the service, which makes cell and test; the others by COPY: an export reads samples and nothing else of a test. */
async function fill(system: RunningSystem, lab: BenchLab, plan: SamplePlan, samples: number): Promise<void> {
  const api = restClient(system.url, lab.apiKey);
  await makeCells(api, plan);
  await postUntilStored(api, JSON.parse(bodyOf(plan, "columns", [{ cell: 0, from: 0, count: 1 }])));
  const { rows } = await system.database.query(
    "SELECT t.test_id FROM tests t JOIN cells c USING (lab_id, cell_id) WHERE c.name = $1",
    [cellName(plan, 0)],
  );
  const [test] = z
    .array(z.object({ test_id: z.int() }))
    .min(1)
    .parse(rows);
  for (let from = 1; from < samples; from += COPIED_AT_ONCE) {
    const count = Math.min(COPIED_AT_ONCE, samples - from);
    const bytes = encodeBlocks(plan, [{ cell: 0, from, count }], () => test?.test_id ?? 0);
    const copy = system.database.query(copyFrom(`COPY samples (${COPY_COLUMNS}) FROM STDIN WITH (FORMAT binary)`));
    await pipeline(Readable.from(messagesOf(bytes)), copy);
    if ((from - 1) % (20 * COPIED_AT_ONCE) === 0) progress(`${from - 1 + count} samples stored`);
  }
  // Reads ask for no more than the test's own time.
  await system.database.query(
    "UPDATE test_states SET last_time = (SELECT max(time) FROM samples WHERE test_id = $1) WHERE test_id = $1",
    [test?.test_id],
  );
  await system.database.query("ANALYZE samples");
}

type CaseOptions = { format: ExportFormat; cell: string; samples: number };

async function measureFormat(system: RunningSystem, lab: BenchLab, { format, cell, samples }: CaseOptions) {
  const memory = watchMemory(system.processes, ["web"]);
  const held = memory.most("web");
  const cpu = measureCpu(system.processes);
  const { bytes, rows } = await readExport(system, lab, { format, cell });
  const { wallS, cpuS } = cpu();
  memory.stop();
  if (rows !== samples) throw new Error(`${rows} of ${samples} samples are in the ${format} file`);
  const early = memory.most("web", 0, WARM_UP_SHARE * wallS);
  const later = memory.most("web", WARM_UP_SHARE * wallS);
  const share = (name: string) => `${Math.round((100 * (cpuS.get(name) ?? 0)) / wallS)} %`;
  return {
    samplesPerS: samples / wallS,
    row: {
      form: format,
      seconds: rounded(wallS),
      "samples/s": Math.round(samples / wallS),
      "MB/s": rounded(bytes / wallS / PER_MILLION),
      "bytes a sample": rounded(bytes / samples),
      "web before, MiB": held,
      "web in the first quarter": early,
      "web afterwards": later,
      "web CPU": share("web"),
      "postgres CPU": share("postgres"),
    },
    memory: {
      text: `${format}: web ${later} MiB resident at most after the first quarter, ${early} in it, to grow < ${MEMORY_GROWTH} ×`,
      isReached: later < MEMORY_GROWTH * early,
    },
  };
}

/** Takes a file without keeping it. @returns its length, and the samples in it */
async function readExport(system: RunningSystem, lab: BenchLab, { format, cell }: Omit<CaseOptions, "samples">) {
  const headers = { authorization: `Bearer ${lab.apiKey}` };
  const response = await fetch(`${system.url}/api/v1/cells/${cell}/export?format=${format}`, { headers });
  if (!response.ok || !response.body) throw new Error(`export as ${format}: ${response.status}`);
  let [bytes, lines] = [0, 0];
  let tail = new Uint8Array(0);
  for await (const piece of response.body) {
    bytes += piece.length;
    if (format === "parquet") tail = lastBytes(tail, piece);
    else for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, at + 1)) lines++;
  }
  const rows = format === "parquet" ? Number(parquetMetadata(tail.slice().buffer).num_rows) : lines - 1;
  return { bytes, rows };
}

const NEWLINE = 0x0a;

function lastBytes(kept: Uint8Array, piece: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(kept.length + piece.length);
  joined.set(kept);
  joined.set(piece, kept.length);
  return joined.slice(-TAIL_BYTES);
}
