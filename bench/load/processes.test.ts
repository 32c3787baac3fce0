import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { cpuColumns, cpuSecondsOf, endedOf, parseStat } from "./processes";

it("reads a process whose name holds spaces and brackets", () => {
  const line =
    "4242 (a (b) c) S 17 4242 4242 0 -1 4194560 1 2 3 4 150 50 30 20 20 0 1 0 999 1000000 2560 18446744073709551615";
  // (150 + 50 + 30 + 20) ticks of 10 ms; 2,560 pages of 4 KiB
  expect(parseStat(line)).toEqual({ pid: 4242, parent: 17, cpuS: 2.5, residentMiB: 10 });
});

it("counts what a process used", () => {
  const own = cpuSecondsOf(new Map([["this", [process.pid]]]));
  expect(own.get("this")).toBeGreaterThan(0);
});

it("tells which processes have ended", () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  const processes = new Map([
    ["this", [process.pid]],
    ["other", [pid]],
  ]);
  expect(endedOf(processes, ["this", "other"])).toEqual(["other"]);
});

it("gives shares of a core over several measurements", () => {
  const uses = [
    { wallS: 1, cpuS: new Map([["web", 0.5]]) },
    { wallS: 3, cpuS: new Map([["web", 2.5]]) },
  ];
  expect(cpuColumns(uses)).toEqual({ "web CPU": "75 %" }); // 3.0 s of 4
});
