import { UnreadableFileError } from "../cycler-file";
import { crc32 } from "./crc32";
import { inflate } from "./inflate";
import { damagedArchive, readDirectory, type ZipRecord } from "./zip-directory";

/** A file in a ZIP archive. It may be opened more than once. */
export type ZipEntry = { name: string; open: () => AsyncIterable<Uint8Array> };

const HEADER = 0x04034b50;
const HEADER_BYTES = 30;
const [STORED, DEFLATED] = [0, 8];
const PIECE_BYTES = 1 << 16;

/**
 * The files of a ZIP archive in memory, each inflated as it is read, and checked against its CRC-32 at its end.
 * @throws UnreadableFileError where the archive is damaged or cut off
 * @see docs/decisions/0022-zip-archives.md
 */
export function openZip(archive: Uint8Array): ZipEntry[] {
  return readDirectory(archive).map((record) => ({ name: record.name, open: () => openEntry(archive, record) }));
}

function openEntry(archive: Uint8Array, { name, isEncrypted, method, crc, ...place }: ZipRecord) {
  if (isEncrypted) throw new UnreadableFileError(`"${name}" in the ZIP archive is encrypted: unpack it first`);
  const bytes = bytesAt(archive, name, place);
  if (method === STORED) return checked(inPieces(bytes), crc, name);
  if (method !== DEFLATED)
    throw new UnreadableFileError(
      `"${name}" in the ZIP archive has compression method ${method}, which is not supported: unpack it first`,
    );
  return checked(inflate(inPieces(bytes), "deflate-raw", `"${name}" in the ZIP archive`), crc, name);
}

/** The compressed bytes: they follow the file's own header, whose name and extra field may be longer than those of the directory. */
function bytesAt(archive: Uint8Array, name: string, { headerAt, byteCount }: { headerAt: number; byteCount: number }) {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  if (headerAt + HEADER_BYTES > view.byteLength || view.getUint32(headerAt, true) !== HEADER)
    throw damagedArchive(`"${name}" is not where it should be`);
  const from = headerAt + HEADER_BYTES + view.getUint16(headerAt + 26, true) + view.getUint16(headerAt + 28, true);
  const bytes = archive.subarray(from, from + byteCount);
  if (bytes.length < byteCount) throw damagedArchive(`"${name}" is cut off`);
  return bytes;
}

/** Inflating alone does not notice every changed byte; the CRC of the whole file does. */
async function* checked(bytes: AsyncIterable<Uint8Array>, expected: number, name: string) {
  let crc = 0;
  for await (const piece of bytes) {
    crc = crc32(piece, crc);
    yield piece;
  }
  if (crc !== expected) throw damagedArchive(`"${name}" does not match its checksum (CRC-32)`);
}

async function* inPieces(bytes: Uint8Array) {
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) yield bytes.subarray(from, from + PIECE_BYTES);
}
