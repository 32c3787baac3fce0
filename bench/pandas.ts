import { spawnSync } from "node:child_process";
import { z } from "zod";

const found = z.object({
  version: z.string(),
  readS: z.number(),
  integrateS: z.number(),
  rows: z.int(),
  cycles: z.int(),
  dischargeAh: z.number(),
  peakMiB: z.number(),
});

/** The distribution's own Python first: that is where its `python3-pandas` is. */
const PYTHONS = ["/usr/bin/python3", "python3"];

/** A Python that has pandas, or null. */
export function findPandas(): string | null {
  return PYTHONS.find((python) => spawnSync(python, ["-c", "import pandas"]).status === 0) ?? null;
}

/** Lets pandas read a file, group it by cycle, and integrate it. */
export function runPandas(python: string, args: { kind: string; path: string }): z.output<typeof found> {
  const { stdout, stderr, status } = spawnSync(python, ["bench/pandas-import.py", args.kind, args.path], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`pandas: ${stderr}`);
  return found.parse(JSON.parse(stdout));
}
