import type { LabEvent } from "./lab-changes";
import type { LiveNews } from "./live-status";

/** The one before tells of each change within a second; one that does not has stalled. */
const AT_MOST_MS = 2_000;

type Hear = (news: LiveNews) => void;
/** Opens a stream; the returned function ends it. */
type Open = (hear: Hear) => () => void;

/** Streams of one lab, one after the other. */
export type Succession = {
  /** Opens one after which nobody knows what was missed. Returns what ends it. */
  first: (open: Open) => () => void;
  /**
   * Opens one in the place of the one that is open, without a gap: a stream begins by telling that anything may have changed, so the one before is
   * heard until it has told of as much, and only what comes later is told of the new one. Returns what ends both.
   */
  next: (open: Open) => () => void;
};

export function succeedStream(deliver: Hear): Succession {
  let deliveredVersion = Number.NEGATIVE_INFINITY;
  let endCurrent = () => {};
  let onDelivered = () => {};
  const passOn: Hear = (news) => {
    if (news.kind === "event") deliveredVersion = Math.max(deliveredVersion, news.event.version);
    deliver(news);
    onDelivered();
  };
  const next = (open: Open) => {
    const endBefore = endCurrent;
    const held: LabEvent[] = [];
    let isInPlace = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const takeOver = () => {
      if (isInPlace) return;
      isInPlace = true;
      clearTimeout(timer);
      endBefore();
      for (const event of held) if (event.version > deliveredVersion) passOn({ kind: "event", event });
    };
    const look = () => {
      const [first] = held;
      if (first && first.version <= deliveredVersion) takeOver();
    };
    onDelivered = look;
    const end = open((news) => {
      if (isInPlace) return passOn(news);
      if (news.kind !== "event") return;
      if (held.length === 0) timer = setTimeout(takeOver, AT_MOST_MS);
      held.push(news.event);
      look();
    });
    endCurrent = () => {
      isInPlace = true;
      clearTimeout(timer);
      endBefore();
      end();
    };
    return endCurrent;
  };
  return {
    first: (open) => {
      deliveredVersion = Number.NEGATIVE_INFINITY;
      onDelivered = () => {};
      endCurrent = open(passOn);
      return endCurrent;
    },
    next,
  };
}
