import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";

export type Row = Record<string, string | number>;

/** A figure to reach, and whether it was. */
export type Mark = { text: string; isReached: boolean };

/** What a benchmark found: tables, and what is needed to read them. */
export type Result = {
  /** What was measured and how, in a sentence. */
  about: string;
  tables: { title: string; rows: Row[] }[];
  marks: Mark[];
};

/** Prints the tables, and keeps them with machine, versions and commit under bench/results/. */
export function reportResult(name: string, found: { result: Result; versions: Record<string, string> }): void {
  const { result, versions } = found;
  console.log(`\n${result.about}`);
  for (const { title, rows } of result.tables) {
    console.log(`\n${title}`);
    console.table(rows);
  }
  for (const { text, isReached } of result.marks) console.log(`${isReached ? "reached" : "NOT REACHED"}: ${text}`);
  const folder = join(process.cwd(), "bench/results");
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = join(folder, `${name}-${at.replaceAll(":", "-")}.json`);
  const kept = { name, at, command: process.argv.slice(2), machine: machine(), versions, commit: commit(), ...result };
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  console.log(`\nkept as ${file}`);
}

function machine() {
  const model = cpus()[0]?.model ?? "unknown";
  return { cpu: model, cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30) };
}

function commit(): string {
  try {
    return execFileSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8" }).trim();
  } catch {
    return "unknown"; // not a checkout
  }
}

/** A line of progress. */
export function progress(line: string): void {
  process.stdout.write(`      ${line}\n`);
}
