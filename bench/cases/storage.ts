import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { importFile } from "./import";
import { progress, type Mark, type Result, type Row } from "../report";
import type { RunningSystem } from "../load/running-system";
import { rounded } from "../statistics";

// What a stored sample of real files takes, before and after compression, and what it would as scaled integers.

/** By what a file's name holds: what the columns of a sample may take, bytes. */
const MAKES = [
  { make: "Neware", pattern: /neware|nw_regular/i, markBytes: 15 },
  { make: "Maccor", pattern: /maccor|PreDiag|PredictionDiag/i, markBytes: 15 },
  { make: "BioLogic", pattern: /biologic/i, markBytes: 24 },
  { make: "Arbin", pattern: /arbin|CS2_|K2_|FastCharge|TC-contact/i },
  { make: "others", pattern: /landt|novonix|pec|digatron|hppc|Nova|basytec/i },
] as const;

/** By what a table of results calls them: the columns that hold a quantity. */
const QUANTITIES: Record<string, readonly string[]> = {
  voltage: ["voltage_v"],
  current: ["current_a"],
  temperature: ["temperature_c"],
  "test time": ["test_time_s", "test_time_us"],
  "step time": ["step_time_s", "step_time_us"],
  time: ["time"],
};
const COLUMNS = [...Object.values(QUANTITIES).flat(), "record", "seq", "cycle", "step", "step_count", "mode"];

/** The same samples, µV, µA, m°C, and the test's time in µs less the time, so that steps of equal length cost nothing. */
const AS_INTEGERS = `
  CREATE TABLE samples_as_integers AS SELECT test_id, time, record, seq,
    round(voltage_v * 1e6)::bigint AS voltage_v, round(current_a * 1e6)::bigint AS current_a,
    round(temperature_c * 1e3)::bigint AS temperature_c, NULL::float8 AS test_time_s, NULL::float8 AS step_time_s,
    test_time_us, step_time_us, cycle, step, step_count, mode FROM samples WHERE false;
  SELECT create_hypertable('samples_as_integers', by_range('time', INTERVAL '7 days'), create_default_indexes => false);
  ALTER TABLE samples_as_integers SET (timescaledb.compress, timescaledb.compress_segmentby = 'test_id',
                                       timescaledb.compress_orderby = 'time, record');
  INSERT INTO samples_as_integers SELECT test_id, time, record, seq,
    round(voltage_v * 1e6), round(current_a * 1e6), round(temperature_c * 1e3), NULL, NULL,
    coalesce(test_time_us, round(test_time_s * 1e6)) - (extract(epoch FROM time) * 1e6)::bigint,
    coalesce(step_time_us, round(step_time_s * 1e6)), cycle, step, step_count, mode FROM samples`;

export async function measureStorage(system: RunningSystem): Promise<Result> {
  const { database } = system;
  const { rows } = await database.query("SELECT edition FROM edition_health()");
  if (rows[0]?.edition !== "community")
    return { about: "Left out: only TimescaleDB's Community edition compresses.", tables: [], marks: [] };
  const lab = await system.newLab("storage");
  for (const path of filesOf("fixtures/cyclers").concat("fixtures/neware_uio.csv")) {
    const make = MAKES.find(({ pattern }) => pattern.test(basename(path)))?.make;
    if (make === undefined) continue;
    const cell = `${make} ${basename(path)}`;
    const found = await importFile(system, lab, { cell, path, startedAt: "2026-01-01T00:00:00Z" });
    progress(`${cell}: ${found.samples} samples`);
  }
  const before = await bytesOf(system, "samples");
  await database.query("SELECT compress_chunk(c, if_not_compressed => true) FROM show_chunks('samples') c");
  const after = await bytesOf(system, "samples");
  await database.query(AS_INTEGERS);
  await database.query("SELECT compress_chunk(c) FROM show_chunks('samples_as_integers') c");
  const asFloats = await payloadsOf(system, "samples");
  const asIntegers = await payloadsOf(system, "samples_as_integers");
  const samples = [...asFloats.values()].reduce((sum, { samples }) => sum + samples, 0);
  return {
    about:
      "Real cyclers' files, imported over HTTP, every chunk compressed. The payload is what the compressed columns hold; all in, indexes and half-empty pages of small files, too.",
    tables: [
      {
        title: "All in, bytes a sample",
        rows: [
          {
            samples,
            before: rounded(before / samples),
            after: rounded(after / samples),
            "as integers": rounded((await bytesOf(system, "samples_as_integers")) / samples),
          },
        ],
      },
      {
        title: "Payload by make, bytes a sample",
        rows: [...asFloats].map(([make, payload]) => rowOf(make, payload, asIntegers.get(make))),
      },
    ],
    marks: MAKES.flatMap((one) => markOf(one, asFloats)),
  };
}

const filesOf = (folder: string) => readdirSync(folder).map((name) => join(folder, name));

type Payload = { samples: number; bytes: number; byColumn: Record<string, number> };

function rowOf(make: string, { samples, bytes, byColumn }: Payload, integers: Payload | undefined): Row {
  const columns = Object.entries(QUANTITIES).map(([name, held]): [string, number] => {
    const ofAll = held.reduce((sum, column) => sum + (byColumn[column] ?? 0), 0);
    return [name, rounded(ofAll / samples, 2)];
  });
  const asIntegers = rounded((integers?.bytes ?? Number.NaN) / samples);
  return {
    make,
    samples,
    payload: rounded(bytes / samples),
    ...Object.fromEntries(columns),
    "as integers": asIntegers,
  };
}

function markOf({ make, ...rest }: (typeof MAKES)[number], payloads: ReadonlyMap<string, Payload>): Mark[] {
  const payload = payloads.get(make);
  if (!("markBytes" in rest) || !payload) return [];
  const bytes = rounded(payload.bytes / payload.samples);
  return [{ text: `${make}: ${bytes} bytes a sample, to be ≤ ${rest.markBytes}`, isReached: bytes <= rest.markBytes }];
}

async function bytesOf({ database }: RunningSystem, table: string): Promise<number> {
  const { rows } = await database.query("SELECT hypertable_size($1::regclass)::float8 AS bytes", [table]);
  return z.object({ bytes: z.number() }).parse(rows[0]).bytes;
}

const compressedChunk = z.object({ name: z.string() });
const payloadRow = z.looseObject({ make: z.string(), samples: z.coerce.number() });

/** What the compressed columns of a table hold, by the make of the cycler. */
async function payloadsOf({ database }: RunningSystem, table: string): Promise<Map<string, Payload>> {
  const { rows: chunks } = await database.query(
    `SELECT s.compress_relid::text AS name FROM _timescaledb_catalog.compression_settings s
     WHERE s.relid IN (SELECT show_chunks($1::regclass)) AND s.compress_relid IS NOT NULL`,
    [table],
  );
  const sums = COLUMNS.map((name) => `coalesce(sum(pg_column_size(k.${name})), 0)::float8 AS ${name}`).join(", ");
  const found = new Map<string, Payload>();
  for (const { name } of z.array(compressedChunk).parse(chunks)) {
    const { rows } = await database.query(
      `SELECT split_part(c.name, ' ', 1) AS make, sum(k._ts_meta_count) AS samples, ${sums}
       FROM ${name} k JOIN tests USING (test_id) JOIN cells c USING (cell_id) GROUP BY 1 ORDER BY 1`,
    );
    for (const { make, samples, ...byColumn } of z.array(payloadRow).parse(rows)) {
      const sum = found.get(make) ?? { samples: 0, bytes: 0, byColumn: {} };
      sum.samples += samples;
      for (const [column, bytes] of Object.entries(byColumn)) {
        sum.bytes += Number(bytes);
        sum.byColumn[column] = (sum.byColumn[column] ?? 0) + Number(bytes);
      }
      found.set(make, sum);
    }
  }
  return found;
}
