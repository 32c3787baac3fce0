import { z } from "zod";
import { say } from "../scripts/services/report.mjs";
import type { Case, Stage } from "./case";
import { Cyclers } from "./cyclers";
import { judge, type Judged, ledgerMark, type Verdict } from "./oracle";
import type { System } from "./system";

/** What cases are run on. */
export type Tested = Judged & Pick<System, "listDead" | "restore">;

const verdict = z.object({
  sent: z.int(),
  acknowledged: z.int(),
  stored: z.int(),
  doubled: z.int(),
  lost: z.int(),
  partial: z.int(),
  unwanted: z.int(),
  unequal: z.int(),
  failed: z.array(z.string()),
}) satisfies z.ZodType<Verdict>;

export const caseResult = z.object({
  name: z.string(),
  outcome: z.enum(["passed", "failed", "skipped"]),
  verdict: verdict.nullable(),
  problems: z.array(z.string()),
  notes: z.array(z.string()),
  seconds: z.number(),
});
export type CaseResult = z.infer<typeof caseResult>;

/** Runs one case, heals whatever it left, and judges what is stored. */
export async function runCase<S extends Tested>(
  { name, run }: Case<S>,
  system: S,
  settings: Pick<Stage, "outageMs" | "abuseShare" | "smallDisk"> & { prefix: string },
): Promise<CaseResult> {
  say(name);
  const beganMs = performance.now();
  const problems: string[] = [];
  const notes: string[] = [];
  const cyclers = new Cyclers({ url: system.url, key: system.lab.key }, settings.prefix);
  const { outageMs, abuseShare, smallDisk } = settings;
  const complain = (what: string) => void problems.push(what);
  const undos: (() => Promise<unknown>)[] = [];
  const stage: Stage<S> = {
    system,
    cyclers,
    outageMs,
    abuseShare,
    smallDisk,
    complain,
    note: (what) => void notes.push(what),
    afterwards: (undo) => void undos.push(undo),
  };
  let found: Verdict | null = null;
  try {
    const mark = await system.withDatabase(ledgerMark);
    await run(stage).catch((error) => complain(messageOf(error)));
    for (const name of system.listDead()) complain(`${name} ended by itself`);
    for (const undo of undos) await undo().catch(() => {}); // undone already
    await system.restore();
    await cyclers.end();
    problems.push(...cyclers.complaints);
    found = await judge(system, cyclers, mark);
  } catch (error) {
    complain(messageOf(error));
    await cyclers.end();
    await system.restore().catch((cause) => complain(messageOf(cause)));
  }
  if (found) problems.push(...problemsOf(found));
  for (const line of [...notes, ...problems.map((problem) => `WRONG: ${problem}`)]) say(`  ${line}`);
  const outcome = problems.length === 0 ? "passed" : "failed";
  return { name, outcome, verdict: found, problems, notes, seconds: (performance.now() - beganMs) / 1000 };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function problemsOf(found: Verdict): string[] {
  const counts = ["doubled", "lost", "partial", "unwanted", "unequal"] as const;
  const wrong = counts.filter((name) => found[name] > 0).map((name) => `${found[name]} ${name}`);
  if (found.sent === 0 || found.stored === 0) wrong.push("nothing was sent and stored: the case proves nothing");
  return [...wrong, ...new Set(found.failed.map((reason) => `a job failed: ${reason}`))];
}

/** A row a case, and what the suite came to. */
export function printTable(results: readonly CaseResult[]): void {
  console.table(
    results.map(({ name, outcome, verdict: found, seconds }) => ({
      fault: name,
      sent: found?.sent ?? "–",
      acknowledged: found?.acknowledged ?? "–",
      stored: found?.stored ?? "–",
      doubled: found?.doubled ?? "–",
      lost: found?.lost ?? "–",
      partial: found?.partial ?? "–",
      unwanted: found?.unwanted ?? "–",
      "unequal metrics": found?.unequal ?? "–",
      seconds: Math.round(seconds),
      outcome,
    })),
  );
  const count = (outcome: CaseResult["outcome"]) => results.filter((result) => result.outcome === outcome).length;
  const skipped = count("skipped");
  console.log(`${count("passed")} passed, ${count("failed")} failed${skipped > 0 ? `, ${skipped} SKIPPED` : ""}`);
}
