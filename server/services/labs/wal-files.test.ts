import { expect, it } from "vitest";
import { indexOfPlace, missingSegments, toSegment } from "./wal-files";

const segmentBytes = 16 * 2 ** 20; // 256 segments in each 4 GiB of log

it("reads segments and places of the log", () => {
  expect(toSegment("0000000300000001000000FE", segmentBytes)).toEqual({ timeline: 3, index: 256 + 254 });
  expect(toSegment("0000000300000001000000FF.partial", segmentBytes)).toEqual({ timeline: 3, index: 511 });
  expect(toSegment("00000003.history", segmentBytes)).toBeNull();
  expect(indexOfPlace("1/FE000028", segmentBytes)).toBe(510);
  expect(indexOfPlace("0/2000028", segmentBytes)).toBe(2);
});

it("finds what an archive lacks between a base backup and now, over a change of timeline", () => {
  const files = [
    "000000010000000000000002",
    "000000020000000000000003",
    "000000020000000000000005.partial",
    "00000002.history",
  ];
  expect(missingSegments(files, { from: 2, to: 5, segmentBytes })).toEqual([4]);
  expect(missingSegments(files, { from: 2, to: 3, segmentBytes })).toEqual([]);
});
