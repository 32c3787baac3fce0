import { copyBytes, joinBytes } from "../text/bytes";
import { inflate } from "./inflate";

const HEADER_BYTES = 10;
/** A header, the shortest that deflate makes of nothing, checksum and length. */
const LEAST_MEMBER_BYTES = 20;

/**
 * Inflates what gzip packed, one member or several behind each other, as `cat` and bgzip make them. The platform's inflater refuses what
 * follows the first and does not say where that ended, so members are told by how they begin: ten bytes that packed data has by chance in
 * one of 5 × 10¹¹ places, where the checksum then refuses the file.
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

/** The bytes in pieces, and null where another member begins. */
async function* cutIntoMembers(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | null, void> {
  /** What may be the beginning of another member: too little to say. */
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

/** Where the next ten bytes stand that a member may begin with, or -1. */
function nextHeader(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0x1f, from); at >= 0; at = bytes.indexOf(0x1f, at + 1)) {
    if (at + HEADER_BYTES > bytes.length) return -1;
    if (isHeader(bytes, at)) return at;
  }
  return -1;
}

/** Method, flags, how hard it was packed and by which system as programs write them; nobody sets the flags for text and for a sum of the header. */
function isHeader(bytes: Uint8Array, at: number): boolean {
  const [, mark, method, flags = 0, , , , , effort = 1, system = 0] = bytes.subarray(at, at + HEADER_BYTES);
  const isKnown = mark === 0x8b && method === 8 && (flags & 0b1110_0011) === 0;
  return isKnown && [0, 2, 4].includes(effort) && (system <= 13 || system === 255);
}
