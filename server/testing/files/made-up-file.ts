import type { ImportOptions } from "../../importers/cycler-file";
import { cyclesOf, importText, refusalOf } from "./imported-file";

// Small cyclers' files for tests of how they are read.

export const STARTED = { startedAtUs: Date.UTC(2024, 0, 1) * 1000 };
export const rowsOf = (count: number, row: (k: number) => string) => Array.from({ length: count }, (_, k) => row(k));
export const textOf = (heading: string, rows: readonly string[]) => `${[heading, ...rows].join("\n")}\n`;
export const clockAt = (seconds: number) =>
  new Date(Date.UTC(2024, 0, 1) + seconds * 1000).toISOString().slice(0, 19).replace("T", " ");

/** A file as it is read, with the charge of all its tests. */
export async function readText(text: string, options: Partial<ImportOptions> = STARTED) {
  const { summary, parts } = await importText(text, options);
  const cycles = summary.tests.flatMap(({ test }) =>
    cyclesOf(parts.filter((part) => part.test === test).map((part) => ({ ...part, test: "" }))),
  );
  const sum = (of: "chargeAs" | "dischargeAs") => cycles.reduce((total, cycle) => total + cycle[of], 0) / 3600;
  const times = parts.flatMap(({ samples }) => [...samples.timeUs]);
  const messages = summary.warnings.map(({ row, message }) => `${row}: ${message}`);
  return { summary, parts, times, messages, chargeAh: sum("chargeAs"), dischargeAh: sum("dischargeAs") };
}

export const refusalOfText = (text: string, options: Partial<ImportOptions> = STARTED) =>
  refusalOf(new TextEncoder().encode(text), options);

/** What a refusal asks, as it stands in a query; empty where it asks nothing. */
export async function questionOf(text: string, options: Partial<ImportOptions> = STARTED): Promise<string[]> {
  const { problems } = await refusalOfText(text, options);
  return problems.flatMap(({ question }) => question?.choices.map((of) => `${of.parameter}=${of.value}`) ?? []);
}
