import { expect, it } from "vitest";
import { ClockParser } from "./clock-parser";

const readAll = (clocks: readonly string[]) => {
  const parser = new ClockParser("ymd");
  return clocks.map((clock) => {
    const bytes = new TextEncoder().encode(clock);
    return parser.read(bytes, 0, bytes.length) ? new Date(parser.faceUs / 1000).toISOString() : null;
  });
};

it("reads no time that no day has, below one of the same shape", () => {
  const times = ["09:00:00", "09:61:00", "09:00:61", "25:00:00", "10:59:59"];
  expect(readAll(times.map((time) => `2024-03-10 ${time}`))).toEqual([
    "2024-03-10T09:00:00.000Z",
    ...new Array(3).fill(null),
    "2024-03-10T10:59:59.000Z",
  ]);
  expect(readAll(["2024-03-10 09:00:00.25", "2024-03-10 09:00:00.x5", "2024-03-10 09:00:00.75"])).toEqual([
    "2024-03-10T09:00:00.250Z",
    null,
    "2024-03-10T09:00:00.750Z",
  ]);
});

it("counts the hours of each half of the day from its own beginning", () => {
  const clocks = ["2024-03-10 01:00:00 PM", "2024-03-10 12:30:00 PM", "2024-03-10 02:00:00 PM"];
  expect(readAll(clocks)).toEqual(["2024-03-10T13:00:00.000Z", "2024-03-10T12:30:00.000Z", "2024-03-10T14:00:00.000Z"]);
  expect(readAll(["2024/3/10 上午 12:30:00", "2024/3/10 上午 01:30:00"])).toEqual([
    "2024-03-10T00:30:00.000Z",
    "2024-03-10T01:30:00.000Z",
  ]);
});
