import { expect, it } from "vitest";
import { prepareTimeRange } from "./prepare-time-range";

const NONE = { from: null, to: null };
const BERLIN = "Europe/Berlin";

it("reads both ends in the zone of the lab, whatever that of the browser is", () => {
  // Berlin is an hour ahead of UTC in winter, New York five behind.
  const noon = (timeZone: string) => prepareTimeRange("2026-01-31T12:00", "2026-01-31T12:00:30", timeZone);
  const at = Date.UTC(2026, 0, 31, 11);
  expect(noon(BERLIN)).toEqual({ range: { fromMs: at, toMs: at + 30_000 }, problems: NONE });
  expect(noon("America/New_York").range?.fromMs).toBe(at + 6 * 3_600_000);
});

it("takes the whole of an hour that comes twice", () => {
  const { range } = prepareTimeRange("2026-10-25T02:00", "2026-10-25T02:00", BERLIN);
  expect(range).toEqual({ fromMs: Date.UTC(2026, 9, 25, 0), toMs: Date.UTC(2026, 9, 25, 1) });
});

it("says what is wrong with an end, and nothing of one that is not typed yet", () => {
  expect(prepareTimeRange("", "", BERLIN)).toEqual({ range: null, problems: NONE });
  expect(prepareTimeRange("2026-01-31T12:00", "", BERLIN)).toEqual({ range: null, problems: NONE });
  expect(prepareTimeRange("2026-03-29T02:30", "2026-03-29T04:00", BERLIN)).toEqual({
    range: null,
    problems: { from: "The clocks skip this time", to: null },
  });
  expect(prepareTimeRange("2026-01-31T12:00", "2026-01-31T11:59", BERLIN)).toEqual({
    range: null,
    problems: { from: null, to: "Lies before the beginning" },
  });
});
