import { UnreadableFileError } from "../cycler-file";

/** The directory entry of one file in a ZIP archive. */
export type ZipRecord = {
  name: string;
  isEncrypted: boolean;
  method: number;
  crc: number;
  /** Compressed. */
  byteCount: number;
  /** Offset of the file's own header, which its bytes follow. */
  headerAt: number;
};

const [END, ZIP64_END, ZIP64_LOCATOR, RECORD] = [0x06054b50, 0x06064b50, 0x07064b50, 0x02014b50];
const [END_BYTES, ZIP64_END_BYTES, ZIP64_LOCATOR_BYTES, RECORD_BYTES] = [22, 56, 20, 46];
const MAX_COMMENT_BYTES = 0xffff;
/** Stands for a number that only the ZIP64 fields hold. */
const [WIDE_16, WIDE_32] = [0xffff, 0xffffffff];
/** Identifier of the extra field with the numbers of 64 bits. */
const ZIP64_EXTRA = 0x0001;
const UTF8_FLAG = 0x800;

/**
 * Reads the directory at the end of a ZIP archive, ZIP64 included. Only the directory lists what belongs to the archive, and only it has the
 * sizes of files that were written as a stream, whose own headers leave them out.
 * @throws UnreadableFileError where it is missing or damaged
 */
export function readDirectory(archive: Uint8Array): ZipRecord[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const directory = findDirectory(view);
  const records: ZipRecord[] = [];
  let { at } = directory;
  for (let left = directory.count; left > 0; left--) {
    if (at + RECORD_BYTES > directory.end || view.getUint32(at, true) !== RECORD) throw brokenDirectory();
    const nameAt = at + RECORD_BYTES;
    const extraAt = nameAt + view.getUint16(at + 28, true);
    const commentAt = extraAt + view.getUint16(at + 30, true);
    if (commentAt > directory.end) throw brokenDirectory();
    const flags = view.getUint16(at + 8, true);
    // Without the flag the encoding is that of the writer's system; GB 18030 covers ASCII and the Chinese exports.
    const encoding = (flags & UTF8_FLAG) === 0 ? "gb18030" : "utf-8";
    records.push({
      name: new TextDecoder(encoding).decode(archive.subarray(nameAt, extraAt)),
      isEncrypted: (flags & 1) !== 0,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      ...placeOf(view, at, { from: extraAt, to: commentAt }),
    });
    at = commentAt + view.getUint16(at + 32, true);
  }
  return records;
}

export function damagedArchive(message: string): UnreadableFileError {
  return new UnreadableFileError(`the ZIP archive is damaged: ${message}`, [{ row: null, column: null, message }]);
}

const brokenDirectory = () => damagedArchive("its directory is broken");

function findDirectory(view: DataView): { at: number; end: number; count: number } {
  const end = findEnd(view);
  if (end < 0) throw damagedArchive("its directory is missing: was it cut off?");
  const [count, at] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
  const zip64End = count === WIDE_16 || at === WIDE_32 ? findZip64End(view, end - ZIP64_LOCATOR_BYTES) : null;
  return zip64End === null
    ? { at, end, count }
    : { at: wideNumber(view, zip64End + 48), end: zip64End, count: wideNumber(view, zip64End + 32) };
}

function findEnd(view: DataView): number {
  const earliest = Math.max(0, view.byteLength - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = view.byteLength - END_BYTES; at >= earliest; at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  return -1;
}

/** Null where there is no locator: then 65,535 files are just as many. */
function findZip64End(view: DataView, locator: number): number | null {
  if (locator < 0 || view.getUint32(locator, true) !== ZIP64_LOCATOR) return null;
  const at = wideNumber(view, locator + 8);
  if (at + ZIP64_END_BYTES > locator || view.getUint32(at, true) !== ZIP64_END) throw brokenDirectory();
  return at;
}

/** Size and offset: in the record, or in its ZIP64 field, which has those numbers only that the record leaves out, in this order. */
function placeOf(view: DataView, record: number, extra: { from: number; to: number }) {
  let wideAt = findZip64Extra(view, extra);
  const [, byteCount = 0, headerAt = 0] = [24, 20, 42].map((offset) => {
    const value = view.getUint32(record + offset, true);
    if (value !== WIDE_32 || wideAt + 8 > extra.to) return value;
    wideAt += 8;
    return wideNumber(view, wideAt - 8);
  });
  return { byteCount, headerAt };
}

/** Where the numbers of the ZIP64 field begin; `to` where there is none. */
function findZip64Extra(view: DataView, { from, to }: { from: number; to: number }): number {
  let at = from;
  while (at + 4 <= to && view.getUint16(at, true) !== ZIP64_EXTRA) at += 4 + view.getUint16(at + 2, true);
  return Math.min(at + 4, to);
}

/** Beyond 2⁵³ it is inexact, and beyond the end of any archive. */
const wideNumber = (view: DataView, at: number) => Number(view.getBigUint64(at, true));
