import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";

/** Planted files: path, source, and the rule or rules that it breaks; null for what is allowed. The files imported are made, empty. */
const PLANTED: readonly (readonly [file: string, source: string, rule: string | readonly string[] | null])[] = [
  ["server/domain/reads-settings.ts", 'import "../env";', "domain-is-pure"],
  ["server/domain/reads-a-file.ts", 'import "node:fs";', "domain-is-pure"],
  ["server/importers/asks-a-database.ts", 'import "../data/pools";', "domain-is-pure"],
  ["server/importers/uses-the-domain.ts", 'import "../domain/cycles/runs";', null],
  ["server/data/queues.ts", 'import "../jobs/redis";', "data-below"],
  ["server/jobs/stores.ts", 'import "@/server/data/pools";', "jobs-below"],
  ["server/auth/counts.ts", 'import "../data/series/cycle-reads";', "auth-below"],
  ["server/auth/finds-a-lab.ts", 'import "../data/labs/lab-reads";', null],
  ["server/mail/asks-accounts.ts", 'import "../data/labs/lab-reads";', "mail-below"],
  ["server/mail/keeps-mails.ts", 'import "../jobs/redis";', null],
  ["server/mail/delivers.ts", 'import "../jobs/contracts/mail-job";', null],
  ["server/mail/queues.ts", 'import "../jobs/job-contract";', "mail-below"],
  ["server/statistics/counts.ts", 'import "../data/series/cycle-reads";', null],
  ["server/statistics/stores.ts", 'import "../data/cells/cell-writes";', "statistics-read-only"],
  ["server/services/changes.ts", 'import "../data/change-in-lab";', "changes-are-announced"],
  ["server/services/change-lab.ts", 'import "../data/change-in-lab";', null],
  ["server/threads/reads-settings.ts", 'import "../domain/cycles/runs";', "threads-alone"],
  ["server/services/answers.ts", 'import "../api/trpc/trpc";', "services-below"],
  ["server/api/writes.ts", 'import "../data/cells/cell-writes";', "api-reads"],
  ["server/api/reads.ts", 'import "../data/cells/cell-reads";', null],
  ["server/api/draws.ts", 'import "@/app/page";', "server-alone"],
  ["server/errors.ts", 'import "./domain/cycles/runs";', "only-base-files-from-base"],
  ["server/api/is-tested.ts", 'import "../testing/factories";', "testing-in-tests"],
  ["server/api/tested.test.ts", 'import "../testing/factories";', null],
  ["workers/answers.ts", 'import "@/server/api/trpc/trpc";', "workers-apart"],
  ["workers/stores.ts", 'import "@/server/data/cells/cell-writes";', null],
  ["app/works.ts", 'import "@/workers/main";', "app-without-workers"],
  ["app/labs/asks-a-database.tsx", 'import "@/server/data/cells/cell-reads";', "pages-through-api"],
  ["app/mails/reads-mails.tsx", 'import "@/server/mail/kept-mails";', "pages-through-api"],
  ["app/labs/asks-statistics.tsx", 'import "@/server/statistics/group-statistics";', "pages-through-api"],
  ["app/labs/starts-a-thread.tsx", 'import "@/server/threads/server-thread";', "pages-through-api"],
  ["app/labs/asks-the-api.tsx", 'import "@/server/api/trpc/trpc";', null],
  ["app/api/v1/writes.ts", 'import "@/server/data/cells/cell-writes";', "routes-write-nothing"],
  ["app/api/v1/ingest/stores.ts", 'import "@/server/services/batches/store-batch";', "ingest-to-queue"],
  [
    "server/api/ingest/finds-a-cell.ts",
    'import "../../data/cells/cell-reads";',
    ["ingest-reaches-no-database", "ingest-to-queue"],
  ],
  ["server/api/monitoring/request-metrics.ts", 'import "./gauges";', "ingest-reaches-no-database"],
  ["server/api/monitoring/gauges.ts", 'import "../../data/pools";', null],
  ["server/api/ingest/handle-ingest.ts", 'import "../monitoring/gauges";', "ingest-by-clean-ways"],
  [
    "app/_charts/asks-the-api.ts",
    'import { router } from "@/server/api/trpc/trpc"; router;',
    "browser-takes-types-only",
  ],
  ["app/_components/reads-settings.ts", 'import { env } from "@/server/env"; env;', "browser-takes-types-only"],
  ["app/labs/in-a-browser.tsx", '"use client";\nimport { env } from "@/server/env"; env;', "browser-takes-types-only"],
  [
    "app/_trpc/knows-types.ts",
    'import type { router } from "@/server/api/trpc/trpc"; export type R = typeof router;',
    null,
  ],
  ["app/_charts/counts.ts", 'import { runs } from "@/server/domain/cycles/runs"; runs;', null],
  ["e2e/knows-the-server.ts", 'import "@/server/env";', "e2e-is-a-customer"],
  ["faults/knows-the-worker.ts", 'import "@/workers/main";', "faults-from-outside"],
  ["faults/knows-the-server.ts", 'import "@/server/env";', "faults-from-outside"],
  ["faults/asks-for-a-check.ts", 'import "@/server/services/recompute/verify-cell";', null],
  ["server/services/round.ts", 'import "./turns";', "no-cycles"],
  ["server/services/turns.ts", 'import "./round";', null], // a cycle is told once, of its first file
  ["server/domain/half.ts", 'import type { Other } from "./other-half"; export type Half = Other;', "no-cycles"],
  ["server/domain/other-half.ts", 'import type { Half } from "./half"; export type Other = Half;', null],
];

/** What the planted files import. */
const NEIGHBOURS = [
  "app/page.tsx",
  "server/api/trpc/trpc.ts",
  "server/data/cells/cell-reads.ts",
  "server/data/cells/cell-writes.ts",
  "server/data/change-in-lab.ts",
  "server/data/labs/lab-reads.ts",
  "server/data/pools.ts",
  "server/data/series/cycle-reads.ts",
  "server/domain/cycles/runs.ts",
  "server/env.ts",
  "server/mail/kept-mails.ts",
  "server/statistics/group-statistics.ts",
  "server/threads/server-thread.ts",
  "server/jobs/job-contract.ts",
  "server/jobs/contracts/mail-job.ts",
  "server/jobs/redis.ts",
  "server/services/batches/store-batch.ts",
  "server/services/recompute/verify-cell.ts",
  "server/testing/factories.ts",
  "workers/main.ts",
];
const NEIGHBOUR_SOURCE = "export const router = 1; export const env = 1; export const runs = 1;\n";

const RULES_FILE = ".dependency-cruiser.cjs";
const report = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "import-rules-"));
  for (const file of [RULES_FILE, "tsconfig.json"]) copyFileSync(file, join(folder, file));
  for (const [file, source] of [...NEIGHBOURS.map((file) => [file, NEIGHBOUR_SOURCE] as const), ...PLANTED]) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), source);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The rules that each file breaks, as the command that `npm run import-rules` runs sees it. */
async function violations(): Promise<Map<string, string[]>> {
  const program = join(process.cwd(), "node_modules/.bin/depcruise");
  const rooms = ["app", "server", "workers", "e2e", "faults"];
  const json = await new Promise<string>((resolve) => {
    // It ends with the number of violations as its code, so a code is no failure here.
    execFile(program, [...rooms, "--config", RULES_FILE, "--output-type", "json"], { cwd: folder }, (_, out) =>
      resolve(out),
    );
  });
  const found = report.parse(JSON.parse(json)).summary.violations;
  const byFile = Map.groupBy(found, ({ from }) => from);
  return new Map([...byFile].map(([file, own]) => [file, [...new Set(own.map(({ rule }) => rule.name))]]));
}

it("finds every planted violation, and nothing else", { timeout: 30_000 }, async () => {
  const expected = PLANTED.filter(([, , rule]) => rule !== null).map(
    ([file, , rule]) => [file, [rule].flat()] as const,
  );
  expect(Object.fromEntries(await violations())).toEqual(Object.fromEntries(expected));
});

it("has a planted violation for every rule", () => {
  const { forbidden } = z
    .object({ forbidden: z.array(z.object({ name: z.string() })) })
    .parse(createRequire(import.meta.url)(join(process.cwd(), RULES_FILE)));
  const planted = new Set(PLANTED.flatMap(([, , rule]) => rule));
  expect(forbidden.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
});
