import { z } from "zod";
import { poolOf } from "./pools";

const chunkRow = z
  .object({ from_us: z.number(), to_us: z.number() })
  .transform(({ from_us: fromUs, to_us: toUs }) => ({ fromUs, toUs }));
export type ChunkRange = z.output<typeof chunkRow>;

const CHUNKS = "SELECT us_of_time(from_time) AS from_us, us_of_time(to_time) AS to_us FROM sample_chunks()";

/** The stretches of time that have a place in the database already, in Unix µs, over all labs. */
export async function listChunkRanges(): Promise<ChunkRange[]> {
  return z.array(chunkRow).parse((await poolOf("ct_app").query(CHUNKS)).rows);
}

const DROPPED_AT_ONCE = 20;

/** Drops the chunks of which all samples were deleted. @returns how many there were */
export async function dropEmptyChunks(): Promise<number> {
  const { rows } = await poolOf("ct_app").query("SELECT drop_empty_chunks($1) AS dropped", [DROPPED_AT_ONCE]);
  return z.object({ dropped: z.int() }).parse(rows[0]).dropped;
}
