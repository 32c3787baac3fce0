import {
  MAX_WATCHED,
  MAX_WATCHED_CHARACTERS,
  watchKey,
  type Watched,
  type WatchedGroups,
} from "@/server/domain/labs/watched";

export type Watch = { groups: WatchedGroups } | { cell: string };

/** What the tabs of a browser watch of a lab, this one and the others. */
export type WatchedByTabs = {
  /** Adds what a part of this tab's page shows. The returned function ends that. */
  add: (watch: Watch) => () => void;
  /** What this tab watches. */
  own: () => Watched;
  /** What another tab watches from now on. */
  ofTab: (tab: string, watched: Watched) => void;
  /** All of it once; what is too much for a stream is left out. */
  all: () => Watched;
};

/** @param onChange called when what this tab watches may be other than before */
export function createWatchedByTabs(onChange: () => void): WatchedByTabs {
  const own = new Set<Watch>();
  const others = new Map<string, Watched>();
  const ownNow = () => together([...own].map(toWatched));
  return {
    add: (watch) => {
      own.add(watch);
      onChange();
      return () => {
        own.delete(watch);
        onChange();
      };
    },
    own: ownNow,
    ofTab: (tab, watched) => {
      others.delete(tab);
      if (!isNothing(watched)) others.set(tab, watched);
    },
    all: () => together([ownNow(), ...others.values()]),
  };
}

const toWatched = (watch: Watch): Watched =>
  "cell" in watch ? { groups: [], cells: [watch.cell] } : { groups: [watch.groups], cells: [] };

export const isNothing = ({ groups, cells }: Watched): boolean => groups.length === 0 && cells.length === 0;

/** Whether a stream that brings the one brings the other. */
export const isSame = (left: Watched, right: Watched): boolean => textOf(left) === textOf(right);
const textOf = ({ groups, cells }: Watched) => JSON.stringify([groups.map(watchKey).sort(), [...cells].sort()]);

function together(all: readonly Watched[]): Watched {
  const groups = new Map(all.flatMap((watched) => watched.groups).map((one) => [watchKey(one), one]));
  const cells = new Set(all.flatMap((watched) => watched.cells));
  return { groups: withinBounds([...groups.values()]), cells: withinBounds([...cells]) };
}

function withinBounds<Of>(all: readonly Of[]): Of[] {
  let left = MAX_WATCHED_CHARACTERS;
  return all.slice(0, MAX_WATCHED).filter((one) => {
    const characters = encodeURIComponent(JSON.stringify(one)).length;
    const fits = characters <= left;
    if (fits) left -= characters;
    return fits;
  });
}
