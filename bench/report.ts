import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";

/** What a benchmark found: rows for the table, and what it needs to be read. */
export type Result = {
  /** What was measured and how, in a sentence. */
  about: string;
  rows: Record<string, string | number>[];
  /** The mark to reach, and whether it was; absent where there is none. */
  mark?: { text: string; isReached: boolean };
};

/** Prints the table, and keeps it with machine, versions and commit under bench/results/. */
export function reportResult(name: string, result: Result): void {
  console.log(`\n${result.about}\n`);
  console.table(result.rows);
  if (result.mark) console.log(`${result.mark.isReached ? "reached" : "NOT REACHED"}: ${result.mark.text}\n`);
  const folder = join(process.cwd(), "bench/results");
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = join(folder, `${name}-${at.replaceAll(":", "-")}.json`);
  writeFileSync(file, `${JSON.stringify({ name, at, machine: machine(), commit: commit(), ...result }, null, 2)}\n`);
  console.log(`kept as ${file}`);
}

function machine() {
  const model = cpus()[0]?.model ?? "unknown";
  return { cpu: model, cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version };
}

function commit(): string {
  try {
    return execFileSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8" }).trim();
  } catch {
    return "unknown"; // not a checkout
  }
}

/** The value below which a share of the others lies (nearest rank). @param share 0..1 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** A distribution of times as a row of the table. */
export function timesRow(what: string, timesMs: readonly number[]): Record<string, string | number> {
  const [p50, p95, max] = [0.5, 0.95, 1].map((share) => Math.round(10 * quantile(timesMs, share)) / 10);
  return { what, n: timesMs.length, "p50 / ms": p50 ?? "–", "p95 / ms": p95 ?? "–", "max / ms": max ?? "–" };
}
