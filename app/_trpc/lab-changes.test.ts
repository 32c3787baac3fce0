import { describe, expect, it } from "vitest";
import { type HeardVersions, hearEvent, isConcernedBy, type LabEvent } from "./lab-changes";

const event = (given: Partial<LabEvent> = {}): LabEvent => ({
  version: 8,
  lastReceivedAtMs: null,
  cellIds: [],
  isConfiguration: false,
  ...given,
});

const oneCell = { cells: [3], configuration: false };
const anyCell = { cells: "any", configuration: false } as const;
const settings = { cells: [], configuration: true };

describe("what concerns a page", () => {
  it("is a change of a cell that it shows, and of no other", () => {
    expect(isConcernedBy(event({ cellIds: [1, 3] }), 7, oneCell)).toBe(true);
    expect(isConcernedBy(event({ cellIds: [1, 2] }), 7, oneCell)).toBe(false);
    expect(isConcernedBy(event({ cellIds: null }), 7, oneCell)).toBe(true); // any cell
    expect(isConcernedBy(event({ cellIds: [1] }), 7, anyCell)).toBe(true);
    expect(isConcernedBy(event({ cellIds: [] }), 7, anyCell)).toBe(true); // an import took a step
  });

  it("is a change of the configuration for a page that shows it", () => {
    expect(isConcernedBy(event({ isConfiguration: true }), 7, settings)).toBe(true);
    expect(isConcernedBy(event({ isConfiguration: true }), 7, oneCell)).toBe(false);
    expect(isConcernedBy(event({ cellIds: null }), 7, settings)).toBe(false);
  });

  it("is anything when versions were missed, and nothing for a page that depends on nothing", () => {
    for (const knownVersion of [null, 6]) {
      for (const page of [oneCell, anyCell, settings]) expect(isConcernedBy(event(), knownVersion, page)).toBe(true);
      expect(isConcernedBy(event(), knownVersion, { cells: [], configuration: false })).toBe(false);
    }
  });

  it("is anything when the server does not say what changed", () => {
    const bare = { version: 8, lastReceivedAtMs: null };
    for (const page of [oneCell, anyCell, settings]) expect(isConcernedBy(bare, 7, page)).toBe(true);
  });
});

describe("the versions heard of", () => {
  it("keep the last one that concerns the page, whatever the order of events", () => {
    const heard: HeardVersions[] = [{ latest: null, concerning: null }];
    const hear = (given: LabEvent) =>
      heard.push(hearEvent(heard.at(-1) ?? { latest: null, concerning: null }, given, oneCell));
    hear(event({ version: 5 })); // the first: anything
    hear(event({ version: 6, cellIds: [2] }));
    hear(event({ version: 7, cellIds: [3] }));
    hear(event({ version: 6, cellIds: [3] })); // overtaken
    hear(event({ version: 9, cellIds: [2] })); // 8 was missed
    expect(heard.slice(1)).toEqual([
      { latest: 5, concerning: 5 },
      { latest: 6, concerning: 5 },
      { latest: 7, concerning: 7 },
      { latest: 7, concerning: 7 },
      { latest: 9, concerning: 9 },
    ]);
  });
});
