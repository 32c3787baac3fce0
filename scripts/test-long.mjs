import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

// What takes too long for `npm test`, where a short form of each runs: npm run test:long -- fuzz

const MUTATED_FILES = 1_000_000;
/** Of each shape. */
const PLANTED_LIVES = 1000;
const TIMEOUT_MS = 12 * 60 * 60 * 1000;

/** By name, the commands that follow each other. @type {Record<string, { command: string, args: string[], env?: Record<string, string> }[]>} */
const SUITES = {
  /** Spoiled files whose right answer is known, and requests that are wrong in one place each. */
  fuzz: [
    {
      command: "vitest",
      args: [
        "run",
        "--project",
        "unit",
        `--test-timeout=${TIMEOUT_MS}`,
        "server/importers/known-answers.test.ts",
        "server/importers/odd-variants.test.ts",
      ],
      env: { FUZZ_RUNS: String(MUTATED_FILES), FUZZ_SEED: String(Date.now() % 1_000_000) },
    },
    { command: "tsx", args: ["faults/main.ts", "--only", "wrong in one place", "--long"] },
  ],
  /** Each page opened on a screen and on a phone; `npm test` opens every other one at each and then changes its width. */
  accessibility: [{ command: "node", args: ["scripts/test.mjs", "--every-width"] }],
  /** Knees planted in lives of many shapes, and lives without one. */
  knees: [
    {
      command: "vitest",
      args: ["run", "--project", "unit", `--test-timeout=${TIMEOUT_MS}`, "server/domain/ageing/planted-knees.test.ts"],
      env: { KNEE_LIVES: String(PLANTED_LIVES), KNEE_SEED: String(Date.now() % 1_000_000) },
    },
  ],
};

const { positionals } = parseArgs({ allowPositionals: true });
const [name = ""] = positionals;
const suite = Object.hasOwn(SUITES, name) ? SUITES[name] : undefined;
if (!suite) {
  process.stderr.write(`Usage: npm run test:long -- ${Object.keys(SUITES).join(" | ")}\n`);
  process.exit(2);
}
for (const { command, args, env } of suite) {
  const [program, given] = command === "node" ? [command, args] : ["npx", [command, ...args]];
  const { status } = spawnSync(program, given, { stdio: "inherit", env: { ...process.env, ...env } });
  if (status !== 0) process.exit(1);
}
