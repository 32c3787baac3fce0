import { expect, it } from "vitest";
import { type Note, prepareRegions, wallTime, whatText, whomText } from "./prepare-notes";

const note = (id: string, given: Partial<Note>): Note => ({
  ...{ id, cell: null, match: null, cycles: null, times: null, text: "x", by: "Ada", at: "2026-03-01T00:00:00.000Z" },
  ...given,
});
const HOUR_MS = 3_600_000;
const startMs = Date.parse("2026-03-01T00:00:00Z");
/** Four cycles of an hour each. */
const spans = [1, 2, 3, 4].map((cycle) => ({
  cycle,
  startedAtMs: startMs + (cycle - 1) * HOUR_MS,
  endedAtMs: startMs + cycle * HOUR_MS - 1,
}));

it("draws a stretch of time over the cycles that it touches, and cycles over the time that they took", () => {
  const times = { from: "2026-03-01T01:30:00.000Z", to: "2026-03-01T02:10:00.000Z" };
  const notes = [
    note("all", { cell: "A-01" }),
    note("chamber", { match: { field: "chamber", value: "K3" }, times }),
    note("cycles", { cell: "A-01", cycles: { from: 4, to: 9 } }),
    note("later", { times: { from: "2027-01-01T00:00:00.000Z", to: "2027-01-02T00:00:00.000Z" } }),
    note("none", { cell: "A-01", cycles: { from: 8, to: 9 } }),
  ];
  const regions = prepareRegions(notes, spans, "Europe/Berlin");
  const says = expect.stringMatching(/^x \(Ada, .*2026.*01:00/);
  expect(regions.cycles).toEqual([
    { key: "chamber", label: "2", says, from: 1.5, to: 3.5 },
    { key: "cycles", label: "3", says, from: 3.5, to: 4.5 },
  ]);
  expect(regions.times).toEqual([
    { key: "chamber", label: "2", says, from: startMs + 1.5 * HOUR_MS, to: startMs + (130 * HOUR_MS) / 60 },
    { key: "cycles", label: "3", says, from: startMs + 3 * HOUR_MS, to: startMs + 4 * HOUR_MS - 1 },
    expect.objectContaining({ key: "later" }),
  ]);
});

it("says whom and what a note is of", () => {
  expect(whomText(note("x", { cell: "A-01" }))).toBe("This cell");
  expect(whomText(note("x", { match: { field: "chamber", value: "K3" } }))).toBe("All cells with chamber K3");
  expect(whomText(note("x", {}))).toBe("The whole lab");
  const momentText = (atMs: number) => wallTime(atMs, "Europe/Berlin");
  expect(whatText(note("x", { cycles: { from: 3, to: 3 } }), momentText)).toBe("cycle 3");
  const times = { from: "2026-03-01T00:00:00.000Z", to: "2026-03-01T01:00:00.000Z" };
  expect(whatText(note("x", { times }), momentText)).toBe("2026-03-01T01:00:00 to 2026-03-01T02:00:00");
});
