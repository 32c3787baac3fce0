import { momentsOfWallTime } from "../../domain/samples/zoned-time";

const US_PER_MS = 1000;
const DAY_US = 86_400e6;
/** Zones change their offset at whole quarters of an hour. */
const SLOT_US = 900e6;

/** Converts local times of a zone to moments, fast for rows that follow one another. */
export class ZoneClock {
  /** Offsets in µs by slot: local time minus moment. */
  private readonly slots = new Map<number, readonly number[]>();
  private readonly days = new Map<number, number | null>();

  /** @throws RangeError when there is no such time zone */
  constructor(private readonly timeZone: string) {
    momentsOfWallTime("2000-01-01T00:00", timeZone);
  }

  /** The moment of a local time, the nearest to another where there are two; a local time that was skipped is read as if it had not been. */
  nearest(faceUs: number, nearUs: number): number {
    const steady = this.steadyOffset(faceUs);
    if (steady !== null) return faceUs - steady;
    let best = Number.NaN;
    for (const offsetUs of this.offsetsAt(faceUs)) {
      const atUs = faceUs - offsetUs;
      if (Number.isNaN(best) || Math.abs(atUs - nearUs) < Math.abs(best - nearUs)) best = atUs;
    }
    return best;
  }

  /** The first moment that is not before another; if none, the last. */
  firstFrom(faceUs: number, leastUs: number): number {
    const steady = this.steadyOffset(faceUs);
    if (steady !== null) return faceUs - steady;
    let atUs = Number.NaN;
    for (const offsetUs of this.offsetsAt(faceUs)) {
      atUs = faceUs - offsetUs;
      if (atUs >= leastUs) break;
    }
    return atUs;
  }

  /** The offset of a day that has only one; else null. */
  private steadyOffset(faceUs: number): number | null {
    const day = Math.floor(faceUs / DAY_US);
    let offset = this.days.get(day);
    if (offset === undefined) {
      const edges = [...this.offsetsAt(day * DAY_US), ...this.offsetsAt((day + 1) * DAY_US)];
      const [begin = null, end = null] = edges;
      offset = edges.length === 2 && begin === end ? begin : null;
      this.days.set(day, offset);
    }
    return offset;
  }

  /** Ascending by moment: the larger offset is the earlier moment. */
  private offsetsAt(faceUs: number): readonly number[] {
    const slot = Math.floor(faceUs / SLOT_US);
    const known = this.slots.get(slot);
    if (known) return known;
    const beginUs = slot * SLOT_US;
    const face = new Date(beginUs / US_PER_MS).toISOString().slice(0, 19);
    const moments = momentsOfWallTime(face, this.timeZone);
    const offsets =
      moments.length > 0
        ? moments.map((atMs) => beginUs - atMs * US_PER_MS)
        : this.offsetsAt(beginUs - SLOT_US).slice(-1);
    this.slots.set(slot, offsets);
    return offsets;
  }
}
