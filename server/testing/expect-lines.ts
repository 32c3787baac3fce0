import { expect } from "vitest";
import { SENT_MODES } from "../domain/samples/sample-columns";
import type { ImportOptions } from "../importers/cycler-file";
import { importText } from "./files/imported-file";

type Expected = { format: string; start?: string } & Partial<
  Record<"testTimeS" | "voltageV" | "currentA" | "temperatureC" | "cycle" | "step" | "stepCount", number[]>
> & { modes?: string[]; seconds?: number[] };

/** Imports lines and compares the columns that are named; `seconds` are since the first sample. */
export async function expectLines(lines: readonly string[], expected: Expected, options: Partial<ImportOptions> = {}) {
  // Counters of a few made-up lines are of columns, and of no cell.
  const answers = { countersDiffer: "accepted" } as const;
  const { summary, parts } = await importText(`${lines.join("\n")}\n`, { answers, ...options });
  const { format, start, modes, seconds, ...columns } = expected;
  expect(summary.format).toBe(format);
  const samples = parts[0]?.samples;
  if (!samples) throw new Error("no samples");
  for (const [name, values] of Object.entries(columns)) {
    expect(
      [...samples[name as keyof typeof columns]].map((value) => Number(value.toPrecision(12))),
      name,
    ).toEqual(values); // names of columns
  }
  const firstUs = samples.timeUs[0] ?? Number.NaN;
  if (start) expect(new Date(firstUs / 1000).toISOString()).toBe(start);
  if (modes) expect([...samples.mode].map((mode) => SENT_MODES[mode])).toEqual(modes);
  if (seconds) expect([...samples.timeUs].map((timeUs) => (timeUs - firstUs) / 1e6)).toEqual(seconds);
  return summary;
}
