/** A segment of PostgreSQL's log: its timeline, and its place counted from the beginning. */
type Segment = { timeline: number; index: number };

const NAME = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})(?:\.partial)?$/;
const BYTES_PER_LOG = 2 ** 32;

/** @returns null for a file that is no segment. @param segmentBytes wal_segment_size */
export function toSegment(name: string, segmentBytes: number): Segment | null {
  const [, timeline, log, segment] = NAME.exec(name) ?? [];
  if (!timeline || !log || !segment) return null;
  const perLog = BYTES_PER_LOG / segmentBytes;
  return {
    timeline: Number.parseInt(timeline, 16),
    index: Number.parseInt(log, 16) * perLog + Number.parseInt(segment, 16),
  };
}

/** The segment that holds a place in the log, as `16/B374D848`. */
export function indexOfPlace(place: string, segmentBytes: number): number {
  const [log = "", offset = ""] = place.split("/");
  return Math.floor((Number.parseInt(log, 16) * BYTES_PER_LOG + Number.parseInt(offset, 16)) / segmentBytes);
}

/** Segments from `from` to `to` that no file holds, on whichever timeline. @param files names in the archive */
export function missingSegments(
  files: readonly string[],
  { from, to, segmentBytes }: { from: number; to: number; segmentBytes: number },
): number[] {
  const held = new Set(files.map((file) => toSegment(file, segmentBytes)?.index));
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset).filter(
    (index) => !held.has(index),
  );
}
