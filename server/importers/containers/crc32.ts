import { intAt } from "../../domain/samples/sample-columns";

const POLYNOMIAL = 0xedb88320;
/** Four tables in one: the remainder of a byte with 0 to 3 zero bytes after it, so that four bytes take one step. */
const TABLE = remainders();

/**
 * CRC-32 as ZIP and gzip compute it. Four bytes at a time: 50 MB took a third of the time of one byte at a time.
 * @param before of the bytes before these; 0 for the first
 */
export function crc32(bytes: Uint8Array, before: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wordBytes = bytes.length - (bytes.length % 4);
  let crc = ~before;
  for (let at = 0; at < wordBytes; at += 4) {
    const word = crc ^ view.getInt32(at, true);
    crc =
      intAt(TABLE, 768 + (word & 0xff)) ^
      intAt(TABLE, 512 + ((word >>> 8) & 0xff)) ^
      intAt(TABLE, 256 + ((word >>> 16) & 0xff)) ^
      intAt(TABLE, word >>> 24);
  }
  for (const byte of bytes.subarray(wordBytes)) crc = intAt(TABLE, (crc ^ byte) & 0xff) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function remainders(): Int32Array {
  const table = new Int32Array(4 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    table[byte] = crc;
  }
  for (let at = 256; at < table.length; at++) {
    const crc = intAt(table, at - 256);
    table[at] = intAt(table, crc & 0xff) ^ (crc >>> 8);
  }
  return table;
}
