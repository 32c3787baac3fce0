import type { FileMetaData } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";

// What a Parquet file says of itself is believed by its reader, who asks for that much memory in one piece; a thread that asks for more
// than it may have ends its process. So it is looked at before.

const FOOTER_BYTES = 8;
const MAX_LIST = 1 << 20;
const MAX_DEPTH = 32;
/** Writers end a page after a MiB or 20,000 rows; where all values are equal, a page may hold a whole group of a million. */
const MAX_PAGE_VALUES = 1 << 21;
const MAX_PAGE_BYTES = 128 << 20;
const MAX_TEXT_BYTES = 1 << 20;

/** Types of Thrift's compact protocol. */
const [TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, STRUCT] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12];

/** Walks through a structure of Thrift's compact protocol without building it. */
class ThriftWalk {
  constructor(
    private readonly bytes: Uint8Array,
    private offset: number,
  ) {}

  /** @throws Error where it does not end within the bytes, or claims a long list */
  struct(depth = 0): void {
    if (depth > MAX_DEPTH) throw new Error("its description is nested too deep");
    for (let head = this.byte(); (head & 0x0f) !== 0; head = this.byte()) {
      if (head >> 4 === 0) this.varint(); // the field's number
      this.value(head & 0x0f, depth);
    }
  }

  private value(type: number, depth: number): void {
    if (type === TRUE || type === FALSE) return;
    if (type === LIST) this.list(depth);
    else if (type === STRUCT) this.struct(depth + 1);
    else this.plain(type);
  }

  private plain(type: number): void {
    if (type === BYTE) this.skip(1);
    else if (type === DOUBLE) this.skip(8);
    else if (type === BINARY) this.skip(this.varint());
    else if (type === I16 || type === I32 || type === I64) this.varint();
    else throw new Error(`its description holds something of type ${type}`);
  }

  private list(depth: number): void {
    const head = this.byte();
    const type = head & 0x0f;
    const size = head >> 4 === 15 ? this.varint() : head >> 4;
    if (size > MAX_LIST) throw new Error(`its description claims a list of ${size}`);
    for (let index = 0; index < size; index++) this.value(type === TRUE || type === FALSE ? BYTE : type, depth + 1);
  }

  private byte(): number {
    const byte = this.bytes[this.offset];
    if (byte === undefined) throw new Error("its description is cut off");
    this.offset += 1;
    return byte;
  }

  private skip(count: number): void {
    this.offset += count;
  }

  private varint(): number {
    let value = 0;
    for (let factor = 1; factor < 2 ** 64; factor *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw new Error("its description holds a number of over 64 bits");
  }
}

/** @throws Error where the file's own description claims more than it can hold */
export function refuseClaimsOfFooter(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < FOOTER_BYTES) throw new Error("it is too short");
  const length = view.getUint32(bytes.length - FOOTER_BYTES, true);
  if (length > bytes.length - FOOTER_BYTES) throw new Error("its description is cut off");
  new ThriftWalk(bytes, bytes.length - FOOTER_BYTES - length).struct();
}

/** @throws Error where a page holds more values or bytes than any writer puts into one */
export function refuseClaimsOfPages(bytes: Uint8Array, { row_groups }: FileMetaData): void {
  for (const { meta_data } of row_groups.flatMap(({ columns }) => columns)) {
    if (!meta_data) continue;
    const from = Number(meta_data.dictionary_page_offset || meta_data.data_page_offset);
    refuseClaimsOfColumn(bytes, from, from + Number(meta_data.total_compressed_size));
  }
}

function refuseClaimsOfColumn(bytes: Uint8Array, from: number, to: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const reader = { view, offset: from };
  while (reader.offset < to - 1) {
    new ThriftWalk(bytes, reader.offset).struct();
    const page = parquetHeader(reader);
    const values = [page.data_page_header, page.data_page_header_v2, page.dictionary_page_header].map(
      (header) => header?.num_values ?? 0,
    );
    if (Math.max(...values) > MAX_PAGE_VALUES) {
      throw new Error(`a page of it holds over ${MAX_PAGE_VALUES} values: write it in pages or row groups of fewer`);
    }
    const { compressed_page_size: packed, uncompressed_page_size: size } = page;
    if (size > MAX_PAGE_BYTES) throw new Error(`a page of it has over ${MAX_PAGE_BYTES >> 20} MiB`);
    if (packed < 0) throw new Error("a page of it ends before it begins");
    reader.offset += packed;
  }
}

const decoder = new TextDecoder();

/** A value of bytes as text. @throws Error where it is longer than a line may be */
export function boundedText(bytes: Uint8Array | undefined): string | undefined {
  if (bytes !== undefined && bytes.length > MAX_TEXT_BYTES) throw new Error("a text of it is longer than 1 MiB");
  return bytes && decoder.decode(bytes);
}
