import { describe, expect, it } from "vitest";
import { type Heard, hearEvent, hearInterruption, isConcernedBy, type LabEvent, NOTHING_HEARD } from "./lab-changes";

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
    expect(isConcernedBy(event({ cellIds: [1, 3] }), oneCell)).toBe(true);
    expect(isConcernedBy(event({ cellIds: [1, 2] }), oneCell)).toBe(false);
    expect(isConcernedBy(event({ cellIds: null }), oneCell)).toBe(true); // any cell
    expect(isConcernedBy(event({ cellIds: [1] }), anyCell)).toBe(true);
    expect(isConcernedBy(event({ cellIds: [] }), anyCell)).toBe(true); // an import took a step
  });

  it("is a change of the configuration for a page that shows it", () => {
    expect(isConcernedBy(event({ isConfiguration: true }), settings)).toBe(true);
    expect(isConcernedBy(event({ isConfiguration: true }), oneCell)).toBe(false);
    expect(isConcernedBy(event({ cellIds: null }), settings)).toBe(false);
  });

  it("is anything when the server does not say what changed, and nothing for a page that depends on nothing", () => {
    for (const page of [oneCell, anyCell, settings]) expect(isConcernedBy({}, page)).toBe(true);
    expect(isConcernedBy({}, { cells: [], configuration: false })).toBe(false);
  });
});

describe("what a page of one cell has heard", () => {
  const hear = (heard: Heard, given: Partial<LabEvent>) => hearEvent(heard, event(given), oneCell);
  const at = (latest: number, concerning: number, configuring: number | null = null): Heard => ({
    ...{ latest, concerning, configuring },
    isGapless: true,
  });

  it("begins with an event of which anything may be new", () => {
    expect(hear(NOTHING_HEARD, { version: 5, cellIds: [2] })).toEqual(at(5, 5));
  });

  it("keeps the last version that concerns the page, also where one event tells of several", () => {
    expect(hear(at(5, 5), { version: 6, cellIds: [2] })).toEqual(at(6, 5));
    expect(hear(at(5, 5), { version: 9, cellIds: [1, 2] })).toEqual(at(9, 5)); // 6, 7, 8 and 9 changed cells 1 and 2
    expect(hear(at(9, 5), { version: 10, cellIds: [3] })).toEqual(at(10, 10));
  });

  it("remembers the last change of the configuration, but of the first event, which the page reads anyway", () => {
    const settings = { cells: [3], configuration: true };
    const changed = (heard: Heard, version: number) =>
      hearEvent(heard, event({ version, isConfiguration: true }), settings);
    const first = changed(NOTHING_HEARD, 5);
    expect(first.configuring).toBeNull();
    const second = changed(first, 6);
    expect(second.configuring).toBe(6);
    expect(hearEvent(second, event({ version: 7, cellIds: [3], isConfiguration: false }), settings)).toEqual(
      at(7, 7, 6),
    );
    expect(hear(at(5, 5), { version: 6, isConfiguration: true }).configuring).toBeNull(); // it shows none
  });

  it("leaves out what is repeated or overtaken", () => {
    expect(hear(at(9, 5), { version: 9, cellIds: [3] })).toEqual(at(9, 5));
    expect(hear(at(9, 5), { version: 8, cellIds: [3] })).toEqual(at(9, 5));
  });

  it("takes any later version for one that concerns it after an interruption, and the same version for none", () => {
    const interrupted = hearInterruption(at(9, 5));
    expect(hear(interrupted, { version: 11, cellIds: [2] })).toEqual(at(11, 11));
    expect(hear(interrupted, { version: 9, cellIds: null })).toEqual(at(9, 5));
    expect(hear(interrupted, { version: 8 })).toEqual(interrupted); // of the old stream
  });
});
