import { UnreadableFileError } from "../cycler-file";
import { inflate } from "./inflate";

export type ZipEntry = { name: string; open: () => AsyncIterable<Uint8Array> };

const [END_OF_DIRECTORY, IN_DIRECTORY, IN_FILE] = [0x06054b50, 0x02014b50, 0x04034b50];
const [STORED, DEFLATED] = [0, 8];
/** The extra field of numbers that 32 bits may not hold, and what stands in their place then; some writers use it always. */
const [ZIP64, IS_WIDE] = [0x0001, 0xffffffff];
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const PIECE_BYTES = 1 << 16;

/**
 * The files of a ZIP archive that was taken in whole, by the directory at its end: only there it says for sure what belongs to it.
 * @throws UnreadableFileError where there is none
 */
export function openZip(archive: Uint8Array): ZipEntry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = findEnd(view);
  if (end < 0) throw damaged("its directory is missing: was it cut off?");
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== IN_DIRECTORY)
      throw damaged("its directory is broken");
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const nameFrom = at + 46;
    const nameTo = nameFrom + (nameBytes ?? 0);
    const isUtf8 = (view.getUint16(at + 8, true) & 0x800) !== 0;
    const name = new TextDecoder(isUtf8 ? "utf-8" : "gb18030").decode(archive.subarray(nameFrom, nameTo));
    const header = at;
    entries.push({ name, open: () => openEntry(archive, view, header, name) });
    at = nameTo + (extraBytes ?? 0) + (commentBytes ?? 0);
  }
  return entries;
}

function findEnd(view: DataView): number {
  const least = Math.max(0, view.byteLength - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = view.byteLength - END_BYTES; at >= least; at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  return -1;
}

function openEntry(archive: Uint8Array, view: DataView, header: number, name: string): AsyncIterable<Uint8Array> {
  if ((view.getUint16(header + 8, true) & 1) !== 0)
    throw new UnreadableFileError(`"${name}" in the ZIP archive has a password`);
  const method = view.getUint16(header + 10, true);
  const { length, local } = placeOf(view, header);
  if (local + 30 > view.byteLength || view.getUint32(local, true) !== IN_FILE)
    throw damaged(`"${name}" is not where it should be`);
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const bytes = archive.subarray(from, from + length);
  if (bytes.length < length) throw damaged(`"${name}" is cut off`);
  const checksum = view.getUint32(header + 16, true);
  if (method === STORED) return checked(inPieces(bytes), checksum, name);
  if (method !== DEFLATED)
    throw new UnreadableFileError(`"${name}" in the ZIP archive is packed in a way that is not known (${method})`);
  return checked(inflate(inPieces(bytes), "deflate-raw", `"${name}" in the ZIP archive`), checksum, name);
}

/** Where an entry lies and how long it is packed: beside its name, or where that says so in the numbers of 64 bits behind it. */
function placeOf(view: DataView, header: number): { length: number; local: number } {
  const narrow = [24, 20, 42].map((offset) => view.getUint32(header + offset, true));
  let at = header + 46 + view.getUint16(header + 28, true);
  const end = at + view.getUint16(header + 30, true);
  while (at + 4 <= end && view.getUint16(at, true) !== ZIP64) at += 4 + view.getUint16(at + 2, true);
  let wideAt = at + 4;
  const [, length = 0, local = 0] = narrow.map((value) => {
    if (value !== IS_WIDE || wideAt + 8 > end) return value;
    wideAt += 8;
    return Number(view.getBigUint64(wideAt - 8, true));
  });
  return { length, local };
}

/** Inflating alone finds no byte that was turned into another: the archive's checksum does, at the end. */
async function* checked(bytes: AsyncIterable<Uint8Array>, checksum: number, name: string) {
  let crc = -1;
  for await (const piece of bytes) {
    for (const byte of piece) crc = (CRC_TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
    yield piece;
  }
  if (~crc >>> 0 !== checksum) throw damaged(`"${name}" is not as it was packed`);
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

async function* inPieces(bytes: Uint8Array) {
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) yield bytes.subarray(from, from + PIECE_BYTES);
}

function damaged(message: string): UnreadableFileError {
  return new UnreadableFileError(`the ZIP archive is damaged: ${message}`, [{ row: null, column: null, message }]);
}
