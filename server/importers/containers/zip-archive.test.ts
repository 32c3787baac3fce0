import { crc32, deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { zipOf } from "../../testing/files/packed-file";
import { UnreadableFileError } from "../cycler-file";
import { openZip, type ZipEntry } from "./zip-archive";

const TEXT = "time,voltage,current\n0,3.7,-1\n";

async function textOf({ open }: ZipEntry): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of open()) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

async function contentOf(archive: Uint8Array): Promise<[name: string, text: string][]> {
  return Promise.all(openZip(archive).map(async (entry) => [entry.name, await textOf(entry)]));
}

const u16 = (...values: number[]) => values.flatMap((value) => [value & 0xff, value >>> 8]);
const u32 = (...values: number[]) => values.flatMap((value) => u16(value & 0xffff, value >>> 16));
/** 64 bits, of numbers that 32 hold. */
const u64 = (...values: number[]) => values.flatMap((value) => [...u32(value), ...u32(0)]);
const bytesOf = (text: string) => [...Buffer.from(text)];
const [WIDE_16, WIDE_32] = [0xffff, 0xffffffff];

/**
 * A ZIP64 archive of `a.csv`, as a writer makes it that does not know the size beforehand: flag 8, no sizes in the file's own header, a data
 * descriptor with sizes of 64 bits after the bytes, and every number that may be in 64 bits is.
 */
function zip64Of(text: string): Uint8Array {
  const packed = [...deflateRawSync(text)];
  const [crc, size, name] = [crc32(text), Buffer.byteLength(text), bytesOf("a.csv")];
  const [needed, flags, method, date] = [45, 8, 8, 0];
  const file = [
    ...[...u32(0x04034b50), ...u16(needed, flags, method), ...u32(date, 0, WIDE_32, WIDE_32), ...u16(name.length, 20)],
    ...[...name, ...u16(0x0001, 16), ...u64(0, 0), ...packed],
    ...[...u32(0x08074b50, crc), ...u64(packed.length, size)],
  ];
  const extra = [...u16(0x9999, 2, 7), ...u16(0x0001, 24), ...u64(size, packed.length, 0)];
  const record = [
    ...[...u32(0x02014b50), ...u16(needed, needed, flags, method), ...u32(date, crc, WIDE_32, WIDE_32)],
    ...[...u16(name.length, extra.length, 0, 0, 0), ...u32(0, WIDE_32), ...name, ...extra],
  ];
  const zip64End = [
    ...[...u32(0x06064b50), ...u64(44), ...u16(needed, needed), ...u32(0, 0)],
    ...u64(1, 1, record.length, file.length),
  ];
  const locator = [...u32(0x07064b50, 0), ...u64(file.length + record.length), ...u32(1)];
  const end = [...u32(0x06054b50), ...u16(0, 0, WIDE_16, WIDE_16), ...u32(WIDE_32, WIDE_32), ...u16(0)];
  return Uint8Array.from([...file, ...record, ...zip64End, ...locator, ...end]);
}

describe("a ZIP64 archive", () => {
  it("is read by its numbers of 64 bits, with a data descriptor after the file", async () => {
    expect(await contentOf(zip64Of(TEXT))).toEqual([["a.csv", TEXT]]);
  });

  it("is refused where its end of directory is not where the locator says", () => {
    const archive = zip64Of(TEXT);
    // End of 22 bytes, locator of 20: the offset lies 8 bytes into the locator.
    archive[archive.length - 42 + 8] = 1;
    expect(() => openZip(archive)).toThrow("its directory is broken");
  });
});

describe("a checksum", () => {
  it.each([true, false])("that is wrong is refused with the file's name, deflated or not (%s)", async (isDeflated) => {
    const archive = Buffer.from(zipOf({ "good.csv": TEXT, "bad.csv": TEXT }, isDeflated));
    const record = archive.lastIndexOf("PK\x01\x02");
    archive.writeUInt32LE(crc32(TEXT) ^ 1, record + 16);
    const [good, bad] = openZip(archive);
    if (!good || !bad) throw new Error("two files were packed");
    expect(await textOf(good)).toBe(TEXT);
    await expect(textOf(bad)).rejects.toThrow('"bad.csv" does not match its checksum (CRC-32)');
  });

  it("is that of the whole file, in however many pieces it comes", async () => {
    const long = TEXT.repeat(10_001); // 300,030 bytes, so 5 pieces, the last no multiple of 4
    expect(await contentOf(zipOf({ "a.csv": long }))).toEqual([["a.csv", long]]);
  });
});

it("refuses a directory that is cut off at any byte", () => {
  const archive = zipOf({ "a.csv": TEXT });
  const end = archive.subarray(archive.length - 22);
  const directoryAt = Buffer.from(archive).indexOf("PK\x01\x02");
  for (let cut = directoryAt; cut < archive.length - 22; cut++)
    expect(() => openZip(Buffer.concat([archive.subarray(0, cut), end.with(16, directoryAt)]))).toThrow(
      UnreadableFileError,
    );
});
