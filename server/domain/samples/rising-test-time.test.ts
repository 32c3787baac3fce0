import fc from "fast-check";
import { expect, it } from "vitest";
import { RisingTestTime } from "./rising-test-time";

const NONE = Number.NaN;

/** Of samples [seconds by the clock, test time as sent]. */
function risen(samples: readonly (readonly [clockS: number, sentS: number])[]): number[] {
  const times = new RisingTestTime();
  return samples.map(([clockS, sentS]) => times.next(1.7e15 + clockS * 1e6, sentS));
}

it.each([
  [
    "keeps what rises, also over a pause of the clock",
    [
      [0, 0],
      [10, 10],
      [400, 20],
      [400, 20],
    ],
    [0, 10, 20, 20],
  ],
  [
    "counts from the first sample where nothing was sent",
    [
      [0, NONE],
      [5, NONE],
      [7.5, NONE],
    ],
    [0, 5, 7.5],
  ],
  [
    "goes on with the clock where some are missing",
    [
      [0, 100],
      [10, NONE],
      [20, 120],
      [21, NONE],
    ],
    [100, 110, 120, 121],
  ],
  // At 30 s by the clock the cycler counts from 0 again: 10 s after the last one it stood at 20, so 20 + 10.
  [
    "goes on where the cycler counts anew",
    [
      [0, 0],
      [20, 20],
      [30, 0],
      [40, 10],
    ],
    [0, 20, 30, 40],
  ],
  [
    "counts anew twice",
    [
      [0, 5],
      [10, 0],
      [20, 10],
      [30, 0],
      [31, 1],
    ],
    [5, 15, 25, 35, 36],
  ],
  [
    "raises what was sent below a time that went on by the clock",
    [
      [0, 0],
      [100, NONE],
      [101, 50],
    ],
    [0, 100, 101],
  ],
] as const)("%s", (_, samples, expected) => {
  expect(risen(samples)).toEqual(expected);
});

it("never falls, has no gaps, and keeps every time of a test whose own never falls", () => {
  const second = fc.double({ min: 0, max: 1e6, noNaN: true });
  const sent = fc.oneof({ weight: 3, arbitrary: second }, fc.constant(NONE));
  fc.assert(
    fc.property(fc.array(fc.tuple(second, sent), { maxLength: 50 }), (drawn) => {
      const samples = drawn.toSorted(([left], [right]) => left - right);
      const times = risen(samples);
      expect(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0))).toBe(true);
    }),
  );
  fc.assert(
    fc.property(fc.array(second, { maxLength: 50 }), (drawn) => {
      const rising = drawn.toSorted((left, right) => left - right);
      expect(risen(rising.map((sentS, index) => [index, sentS] as const))).toEqual(rising);
    }),
  );
});
