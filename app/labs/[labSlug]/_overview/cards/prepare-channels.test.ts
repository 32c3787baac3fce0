import { expect, it } from "vitest";
import type { OverviewCell } from "@/server/domain/cells/lab-overview";
import { prepareChannels } from "./prepare-channels";

const cell = (name: string, channel: string | null, state: OverviewCell["state"], arrivedAtMs: number | null = 1) => ({
  cellId: 1,
  name,
  state,
  sinceMs: null,
  lastSampleAtMs: null,
  arrivedAtMs,
  lastVoltageV: null,
  lastCurrentA: null,
  cycle: null,
  channel,
});

it("finds the channels on which nothing runs, and which cell was the last there", () => {
  const { total, idle } = prepareChannels([
    cell("A", "1-10", "ended", 5),
    cell("B", "1-10", "silent", 9),
    cell("C", "1-2", "ended"),
    cell("D", "1-3", "ended", 99),
    cell("E", "1-3", "resting", 1), // an older arrival, and it runs
    cell("F", "1-4", "waiting", null),
    cell("G", null, "silent"),
    cell("H", " ", "silent"),
  ]);
  expect(total).toBe(4);
  expect(idle.map(({ channel, cell: last }) => [channel, last.name])).toEqual([
    ["1-2", "C"],
    ["1-10", "B"],
  ]);
});
