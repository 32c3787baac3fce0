import type pg from "pg";

/** Compresses all samples that are stored by now, where TimescaleDB's edition can. @returns whether it can */
export async function compressChunks(owner: pg.Client): Promise<boolean> {
  const { rows } = await owner.query("SELECT edition FROM edition_health()");
  if (rows[0]?.edition !== "community") return false;
  await owner.query("SELECT compress_chunk(c, if_not_compressed => true) FROM show_chunks('samples') c");
  return true;
}
