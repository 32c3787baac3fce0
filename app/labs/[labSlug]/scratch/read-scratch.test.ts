import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readScratch } from "./read-scratch";

const read = (name: string, testAt = 0) => readScratch(new Blob([readFileSync(`fixtures/${name}`)]), "UTC", testAt);

it("shows of a file of two tests the one that is asked for", async () => {
  const [first, second] = [
    await read("cyclers/novonix_hpc_two_tests.csv.gz"),
    await read("cyclers/novonix_hpc_two_tests.csv.gz", 1),
  ];
  if (first.kind !== "shown" || second.kind !== "shown") throw new Error("both are shown");
  expect(first.tests).toHaveLength(2);
  expect(new Set(first.tests).size).toBe(2);
  expect(second.tests).toEqual(first.tests);
  expect([first.testAt, second.testAt]).toEqual([0, 1]);
  expect(second.scratch.points.time[0]).not.toBe(first.scratch.points.time[0]);
  expect(Math.min(first.samples, second.samples)).toBeGreaterThan(0);
});

it("says why a file cannot be read, and that times of one without a clock are made up", async () => {
  expect(await readScratch(new Blob(["no table"]), "UTC", 0)).toMatchObject({ kind: "refused" });
  expect(await read("cyclers/sample.bdf.csv")).toMatchObject({ kind: "shown", hasClock: false, samples: 3 });
});
