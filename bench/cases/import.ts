import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { readCyclerFile } from "@/server/importers/read-cycler-file";
import type { BenchOptions } from "../options";
import { findPandas, runPandas } from "../pandas";
import { cpuColumns, measureCpu } from "../load/processes";
import { type Mark, progress, type Result, type Row } from "../report";
import { type RestClient, restClient } from "../load/rest-client";
import type { BenchLab, RunningSystem } from "../load/running-system";
import { type ScaledFile, SCALED_FILES, writeScaledFile } from "../load/scaled-file";
import { rounded } from "../statistics";

const BYTES_PER_MB = 1e6;
const MARK_RATIO = 1.5;
const MARK_PARSE_MB_PER_S = 100;
const MARK_MEMORY_MIB = 300;
const POLL_MS = 100;
const CELL_OF: Readonly<Record<string, string>> = { "Neware CSV": "neware", "Maccor text": "maccor" };

const receipt = z.object({ importId: z.string() });
const view = z.object({ status: z.string(), samples: z.int(), inserted: z.int(), error: z.string().nullable() });
const cyclesAnswer = z.object({ cycles: z.array(z.object({ dischargeCapacityAh: z.number().nullable() })) });

/** From a file's first byte to its metrics stored, against pandas doing the same with it. */
export async function measureImport(system: RunningSystem, options: BenchOptions): Promise<Result> {
  const python = findPandas();
  if (python === null) progress("pandas is missing (Debian: apt-get install python3-pandas): nothing to compare with");
  const folder = mkdtempSync(join(tmpdir(), "chargetracker-import-"));
  const lab = await system.newLab("import");
  const atStart = new Map(["web", "worker"].map((name) => [name, peakMiB(system, name)]));
  const rows: Row[] = [];
  const marks: Mark[] = [];
  try {
    for (const file of SCALED_FILES) {
      const path = join(folder, "file");
      await writeScaledFile(file, { bytes: options.mb * BYTES_PER_MB, path });
      const found = await measureFile(system, lab, { file, path, python });
      rows.push(found.row);
      marks.push(...found.marks);
      console.log(found.row);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const peaks = new Map([...atStart.keys()].map((name) => [name, peakMiB(system, name)]));
  return {
    about: `Real files repeated to ${options.mb} MB, sent over HTTP as one stream to a new lab; stored: every sample, step, cycle and zoom level.`,
    tables: [
      { title: "By file", rows },
      {
        title: "Peak resident memory / MiB",
        rows: [...peaks].map(([process, after]) => ({ process, "before the files": atStart.get(process) ?? 0, after })),
      },
    ],
    marks: [
      ...marks,
      ...[...peaks].map(([process, mib]) => ({
        text: `${process} at its peak ${mib} MiB, to be < ${MARK_MEMORY_MIB}`,
        isReached: mib < MARK_MEMORY_MIB,
      })),
    ],
  };
}

type OneFile = { file: ScaledFile; path: string; python: string | null };

/** How long pandas took for the same file, beside ours. */
function pandasColumns(
  pandas: ReturnType<typeof runPandas> | null,
  imported: { storedS: number; dischargeAh: number },
) {
  if (pandas === null) {
    return {
      "pandas / s": "missing",
      "stored ÷ pandas": "–",
      "pandas peak / MiB": "–",
      "discharge, ours − pandas": "–",
    };
  }
  const pandasS = pandas.readS + pandas.integrateS;
  return {
    "pandas / s": rounded(pandasS),
    "stored ÷ pandas": rounded(imported.storedS / pandasS),
    "pandas peak / MiB": Math.round(pandas.peakMiB),
    "discharge, ours − pandas": rounded(imported.dischargeAh / pandas.dischargeAh - 1, 2),
  };
}

async function measureFile(system: RunningSystem, lab: BenchLab, { file, path, python }: OneFile) {
  const { name } = file;
  const mb = statSync(path).size / BYTES_PER_MB;
  const parsedS = await parseAlone(path);
  const usage = measureCpu(system.processes);
  const imported = await importFile(system, lab, { cell: CELL_OF[name] ?? name, path });
  const use = usage();
  const pandas = python === null ? null : runPandas(python, { kind: name, path });
  const pandasS = pandas === null ? null : pandas.readS + pandas.integrateS;
  const ratio = pandasS === null ? null : imported.storedS / pandasS;
  const parseRate = mb / parsedS;
  const row: Row = {
    file: name,
    MB: rounded(mb),
    samples: imported.samples,
    "parsing alone / MB/s": rounded(parseRate),
    "answered / s": rounded(imported.answeredS),
    "stored / s": rounded(imported.storedS),
    "samples/s": rounded(imported.samples / imported.storedS),
    ...pandasColumns(pandas, imported),
    ...cpuColumns([use]),
  };
  const marks: Mark[] = [
    {
      text: `${name}: parsing alone ${rounded(parseRate)} MB/s, to be ≥ ${MARK_PARSE_MB_PER_S}`,
      isReached: parseRate >= MARK_PARSE_MB_PER_S,
    },
    {
      text: `${name}: stored ÷ pandas ${ratio === null ? "unknown" : rounded(ratio)}, to be ≤ ${MARK_RATIO}`,
      isReached: ratio !== null && ratio <= MARK_RATIO,
    },
  ];
  return { row, marks };
}

/** Seconds that reading a file takes with nobody to take its samples. */
async function parseAlone(path: string): Promise<number> {
  const options = { format: "auto", startedAtUs: null, timeZone: "UTC", isPartial: false };
  const beganMs = performance.now();
  await readCyclerFile(createReadStream(path), options, () => {});
  return (performance.now() - beganMs) / 1000;
}

type SentFile = { cell: string; path: string; startedAt?: string };

/** Sends a file and waits until its samples are stored. */
export async function importFile(system: RunningSystem, lab: BenchLab, { cell, path, startedAt }: SentFile) {
  const query = new URLSearchParams({ cell });
  if (startedAt !== undefined) query.set("startedAt", startedAt);
  const api = restClient(system.url, lab.apiKey);
  const beganMs = performance.now();
  const elapsedS = () => (performance.now() - beganMs) / 1000;
  const response = await fetch(`${system.url}/api/v1/imports?${query}`, {
    method: "POST",
    headers: { authorization: `Bearer ${lab.apiKey}` },
    body: createReadStream(path),
    duplex: "half",
  } as unknown as RequestInit); // Node's fetch takes its streams; the types of the DOM do not know that
  if (response.status !== 202) throw new Error(`POST /api/v1/imports: ${response.status} ${await response.text()}`);
  const { importId } = receipt.parse(await response.json());
  const answeredS = elapsedS();
  const { samples } = await untilStored(api, importId);
  const storedS = elapsedS();
  const { cycles } = await api.get(`/api/v1/cells/${encodeURIComponent(cell)}/cycles`, cyclesAnswer);
  const dischargeAh = cycles.reduce((sum, cycle) => sum + (cycle.dischargeCapacityAh ?? 0), 0);
  return { answeredS, storedS, samples, dischargeAh };
}

async function untilStored(api: RestClient, importId: string) {
  for (;;) {
    const found = await api.get(`/api/v1/imports/${importId}`, view);
    if (found.status === "failed") throw new Error(`the import failed: ${found.error}`);
    if (found.status === "stored") return found;
    await pause(POLL_MS);
  }
}

/** The most memory that a process of that name has held, as Linux keeps it. */
function peakMiB(system: RunningSystem, name: string): number {
  const peaks = (system.processes.get(name) ?? []).map((pid) => {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  });
  return Math.round(Math.max(...peaks));
}
