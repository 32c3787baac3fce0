import { expect, it } from "vitest";
import { type Sample, toSampleColumns } from "../samples/sample-columns";
import { edgeOhm } from "./current-shape";
import { splitIntoRuns } from "./runs";

type Row = readonly [timeS: number, step: number, voltageV: number, currentA: number];

/** The resistance of each run's edge, of rows at once and one by one. */
function edgesOf(rows: readonly Row[], restBelowA = 0.001) {
  const samples = rows.map(
    ([timeS, step, voltageV, currentA]): Sample => ({ timeUs: timeS * 1e6, record: 0, step, voltageV, currentA }),
  );
  const atOnce = splitIntoRuns(toSampleColumns(samples), null, null);
  let oneByOne: typeof atOnce = [];
  for (const sample of samples) {
    oneByOne = [...oneByOne.slice(0, -1), ...splitIntoRuns(toSampleColumns([sample]), oneByOne.at(-1) ?? null, null)];
  }
  expect(oneByOne).toEqual(atOnce);
  return atOnce.map((run) => edgeOhm(run, restBelowA));
}

it("takes the edge between a rest and the next run", () => {
  const rows: Row[] = [
    [0, 1, 3.6, 0],
    [10, 1, 3.6, 0],
    [11, 2, 3.7, 2],
    [12, 2, 3.72, 2],
  ];
  expect(edgesOf(rows)).toEqual([null, expect.closeTo(0.05, 12)]); // 0.1 V ÷ 2 A
});

it("takes none whose sides lie over 10 s apart, nor one from current to current", () => {
  const rows: Row[] = [
    [0, 1, 3.6, 0],
    [10.5, 2, 3.7, 2],
    [11, 3, 3.5, -2],
  ];
  expect(edgesOf(rows)).toEqual([null, null, null]);
  expect(
    edgesOf([
      [0, 1, 3.6, 0],
      [10, 2, 3.7, 2],
    ]),
  ).toEqual([null, expect.closeTo(0.05, 12)]);
});

it("takes the edge inside of a step that begins at rest, past its noise", () => {
  const rows: Row[] = [
    [0, 1, 3.6, 0],
    [1, 1, 3.6, 0.0004],
    [2, 1, 3.6, 0.0002],
    [3, 1, 3.4, -1.9998],
    [4, 1, 3.3, -2],
  ];
  expect(edgesOf(rows)).toEqual([expect.closeTo(0.1, 12)]); // 0.2 V ÷ 2 A
  expect(edgesOf(rows, 3), "all of it is rest").toEqual([null]);
});

it("keeps the first of two edges inside of a step", () => {
  const rows: Row[] = [
    [0, 1, 3.6, 0],
    [1, 1, 3.7, 1],
    [2, 1, 3.6, 0],
    [3, 1, 3.9, 5],
  ];
  expect(edgesOf(rows)).toEqual([expect.closeTo(0.1, 12)]);
});

it("takes none that is no number", () => {
  const rows: Row[] = [
    [0, 1, 0, 0],
    [1, 2, 1000, 1e-320],
  ];
  expect(edgesOf(rows, 1e-322)).toEqual([null, null]);
  expect(
    edgesOf(
      rows.map(([timeS, , ...rest]): Row => [timeS, 1, ...rest]),
      1e-322,
    ),
  ).toEqual([null]);
});
