import { copyBytes, joinBytes } from "../text/bytes";
import { inflate } from "./inflate";

const HEADER_BYTES = 10;
/** Header, the shortest deflate stream, checksum and length. */
const LEAST_MEMBER_BYTES = 20;

/**
 * Inflates a gzip file of one or several members, as `cat` and bgzip make them. The platform's inflater refuses what follows the first
 * member and does not report where it ended, so members are found by their header: ten bytes that compressed data contains by chance in
 * one of 5 × 10¹¹ places, and then the checksum refuses the file.
 * @throws UnreadableFileError where the bytes are damaged or end too early
 */
export async function* gunzip(bytes: AsyncIterable<Uint8Array>, what: string) {
  const pieces = cutIntoMembers(bytes);
  let isMore = true;
  async function* member() {
    for (;;) {
      const next = await pieces.next();
      if (next.done) isMore = false;
      if (next.done || next.value === null) return;
      yield next.value;
    }
  }
  try {
    while (isMore) yield* inflate(member(), "gzip", what);
  } finally {
    await pieces.return();
  }
}

/** The bytes in pieces, with null where another member begins. */
async function* cutIntoMembers(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | null, void> {
  /** May begin another member, but is too short to tell. */
  let rest: Uint8Array = new Uint8Array(0);
  let ofMember = 0;
  for await (const piece of bytes) {
    const whole = joinBytes([rest, piece].filter(({ length }) => length > 0));
    let from = 0;
    for (let at = nextHeader(whole, 0); at >= 0; at = nextHeader(whole, at + 1)) {
      if (ofMember + at - from < LEAST_MEMBER_BYTES) continue;
      yield whole.subarray(from, at);
      yield null;
      [from, ofMember] = [at, 0];
    }
    const to = Math.max(from, whole.length - HEADER_BYTES + 1);
    yield whole.subarray(from, to);
    ofMember += to - from;
    rest = copyBytes(whole, to);
  }
  yield rest;
}

/** Offset of the next ten bytes that may begin a member, or -1. */
function nextHeader(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0x1f, from); at >= 0; at = bytes.indexOf(0x1f, at + 1)) {
    if (at + HEADER_BYTES > bytes.length) return -1;
    if (isHeader(bytes, at)) return at;
  }
  return -1;
}

/** Method, flags, compression level and system as programs write them; none sets the flags for text and header checksum. */
function isHeader(bytes: Uint8Array, at: number): boolean {
  const [, mark, method, flags = 0, , , , , effort = 1, system = 0] = bytes.subarray(at, at + HEADER_BYTES);
  const isKnown = mark === 0x8b && method === 8 && (flags & 0b1110_0011) === 0;
  return isKnown && [0, 2, 4].includes(effort) && (system <= 13 || system === 255);
}
