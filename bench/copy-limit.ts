import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { z } from "zod";
import { COPY_COLUMNS } from "../server/data/binary-copy";
import { encodeBlocks, messagesOf } from "./load/copied-blocks";
import type { Block, SamplePlan } from "./load/samples";

// The limit of the database: the same rows by one stream of binary COPY, ready-made, into an empty twin of the samples table.

/** Makes the twin; the function that it answers fills it anew, and tells the samples a second. */
export async function createCopyLimit(database: pg.Client) {
  const { rows } = await database.query(
    "SELECT time_interval::text AS width FROM timescaledb_information.dimensions WHERE hypertable_name = 'samples'",
  );
  const { width } = z.object({ width: z.string() }).parse(rows[0]);
  await database.query("CREATE TABLE bench_twin (LIKE samples INCLUDING DEFAULTS INCLUDING CONSTRAINTS)");
  await database.query(
    "SELECT create_hypertable('bench_twin', by_range('time', $1::interval), create_default_indexes => false)",
    [width],
  );
  for (const definition of await indexesOf(database)) await database.query(definition);
  return async (plan: SamplePlan, blocks: readonly Block[]): Promise<number> => {
    const bytes = encodeBlocks(plan, blocks, ({ cell }) => cell + 1);
    await database.query("TRUNCATE bench_twin");
    const beganMs = performance.now();
    const copy = database.query(copyFrom(`COPY bench_twin (${COPY_COLUMNS}) FROM STDIN WITH (FORMAT binary)`));
    await pipeline(Readable.from(messagesOf(bytes)), copy);
    const seconds = (performance.now() - beganMs) / 1000;
    return blocks.reduce((sum, { count }) => sum + count, 0) / seconds;
  };
}

const indexRow = z.object({ name: z.string(), definition: z.string() });

async function indexesOf(database: pg.Client): Promise<string[]> {
  const { rows } = await database.query(
    "SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = 'public' AND tablename = 'samples'",
  );
  return z
    .array(indexRow)
    .parse(rows)
    .map(({ name, definition }) =>
      definition.replace(` ${name} ON public.samples `, ` bench_twin_${name} ON public.bench_twin `),
    );
}
