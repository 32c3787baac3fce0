import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

type Written = { bytes: number; sha256: string };

/** Counts and sums up what goes by. */
function measured(): { through: Transform; result: () => Written } {
  const hash = createHash("sha256");
  let bytes = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { through, result: () => ({ bytes, sha256: hash.digest("hex") }) };
}

/** Sorted columns of numbers shrink to a third at the lowest level; a higher one costs more time than the disk. */
const LEVEL = 1;

/** Writes a file of an export, compressed. It has its name when all of it is on disk. */
export async function writePartFile(folder: string, file: string, rows: Readable): Promise<Written> {
  const [path, unfinished] = [join(folder, file), join(folder, `${file}.unfinished`)];
  const { through, result } = measured();
  await pipeline(rows, createGzip({ level: LEVEL }), through, createWriteStream(unfinished, { flush: true }));
  await rename(unfinished, path);
  return result();
}

/** Writes a text that is there whole, or as it was. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.unfinished`;
  const file = await open(unfinished, "w");
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}

/** The rows of such a file; `check` tells, when they were all read, whether it is the one that was written. */
export function readPartFile(folder: string, part: { file: string } & Written) {
  const { through, result } = measured();
  const rows = createGunzip();
  // What breaks on the way breaks whoever reads the rows.
  pipeline(createReadStream(join(folder, part.file)), through, rows).catch(() => {});
  const check = () => {
    const { bytes, sha256 } = result();
    return bytes === part.bytes && sha256 === part.sha256;
  };
  return { rows, check };
}

/** Whether a file is there, as long as it was. */
export async function isPartFile(folder: string, { file, bytes }: { file: string; bytes: number }): Promise<boolean> {
  const found = await stat(join(folder, file)).catch(() => null);
  return found?.size === bytes;
}
