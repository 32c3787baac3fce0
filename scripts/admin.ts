import { parseArgs } from "node:util";
import { destination, symbols } from "pino";
import { z } from "zod";
import { labScopeForAdmin } from "@/server/auth/lab-scope";
import { findCell } from "@/server/data/cells/cell-reads";
import { inLab } from "@/server/data/in-lab";
import { inLabConfig } from "@/server/data/in-lab-config";
import { findLabBySlug, listLabs } from "@/server/data/labs/lab-reads";
import { listUsageByDay } from "@/server/data/series/usage-reads";
import { AppError, ERROR_KINDS, toAppError } from "@/server/errors";
import { shutDown } from "@/server/lifecycle";
import { listFailedBatches, replayFailedBatch } from "@/server/jobs/queued-batch";
import { redisProblem } from "@/server/jobs/redis";
import { logger } from "@/server/logger";
import { createApiKey, KEY_SCOPES } from "@/server/services/team/create-api-key";
import { checkBackup } from "@/server/services/labs/check-backup";
import { createLab } from "@/server/services/labs/create-lab";
import { labSlug } from "@/server/services/labs/create-own-lab";
import { diagnose } from "@/server/services/labs/diagnose";
import { exportLab, type Progress } from "@/server/services/moves/export-lab";
import { dropArrivingLab, importLab } from "@/server/services/moves/import-lab";
import { recountOldFormulas } from "@/server/services/recompute/recount-old-formulas";
import { rebuildCell } from "@/server/services/recompute/rebuild-cell";
import { revokeApiKeys } from "@/server/services/team/revoke-api-keys";
import { verifyCell } from "@/server/services/recompute/verify-cell";

// What an operator does by hand. The answer is JSON on standard output, everything else goes to standard error.

const USAGE = `Usage: npm run --silent admin -- COMMAND

  create-lab  --name NAME --email ADDRESS [--slug SLUG] [--if-missing]
              a verified user, a lab that they own, and a key with all scopes;
              with --if-missing a lab that has the slug is taken, and the user's password set anew
  create-key  --lab SLUG --name NAME [--scopes ${KEY_SCOPES.join(",")}]
  revoke-key  --lab SLUG --name NAME      every key of that name
  verify      --cell NAME [--lab SLUG]    recompute and compare; ends with 1 where they differ
  rebuild     --cell NAME [--lab SLUG]    recompute and write
  usage       --lab SLUG [--days 30]      samples that the lab measured, day by day (UTC), and in how many tests
  recount                                 asks workers to recompute what older formulas made, and says how much is left
  doctor                                  what is wrong and what to do about it; ends with 1 where something is
  backup      --check [--backups FOLDER] [--archive FOLDER]
              whether the database could come back from nothing; ends with 1 where it could not
  export-lab  --lab SLUG --to FOLDER      all of a lab as of this moment; again, and only what changed since is written
  import-lab  --from FOLDER [--slug SLUG] brings such a lab, which nobody opens before its recount agrees; again, and it goes on
              --drop --slug SLUG          removes what came of a lab that is not open yet
  failed                                  batches that were set aside, with the reason, at most 1000
  replay      --batch ID                  gives one of them back to the workers, and what was set aside with it
`;

const text = z.string().min(1);
const US_PER_DAY = 86_400e6;
const daysOption = z.coerce.number().pipe(z.int().min(1).max(4000)).default(30);
const cellOptions = z.strictObject({ cell: text, lab: text.optional() });

const importOptions = z.union([
  z.strictObject({ from: text, slug: labSlug.optional() }),
  z.strictObject({ drop: z.literal(true), slug: text }),
]);

const REPORT_EVERY_MS = 5_000;
let reportedAtMs = 0;
/** Says on standard error how far it is, every few seconds. */
const reportProgress: Progress = (part, done, all) => {
  if (done < all && performance.now() - reportedAtMs < REPORT_EVERY_MS) return;
  reportedAtMs = performance.now();
  process.stderr.write(`${done} of ${all}: ${part}\n`);
};

/** A command's options and what it does with them; the answer is printed. */
const COMMANDS: Record<string, (options: unknown) => Promise<unknown>> = {
  "create-lab": async (options) => {
    const { "if-missing": ifMissing, ...input } = z
      .strictObject({ name: text, email: text, slug: text.optional(), "if-missing": z.boolean().optional() })
      .parse(options);
    return createLab({ ...input, ifMissing });
  },
  "create-key": async (options) => {
    const { lab, name, scopes } = z
      .strictObject({ lab: text, name: text, scopes: z.string().default(KEY_SCOPES.join(",")) })
      .parse(options);
    const asked = z.object({ scopes: z.array(z.enum(KEY_SCOPES)) }).parse({ scopes: scopes.split(",") });
    return { labSlug: lab, ...asked, ...(await createApiKey(await scopeOfLab(lab), { name, ...asked })) };
  },
  "revoke-key": async (options) => {
    const { lab, name } = z.strictObject({ lab: text, name: text }).parse(options);
    return revokeApiKeys(await scopeOfLab(lab), { name });
  },
  verify: async (options) => {
    const { cell, lab } = cellOptions.parse(options);
    const found = await verifyCell(await scopeOfCell(cell, lab), { cell });
    if (found.differences.length > 0) process.exitCode = 1;
    return { cell, ...found };
  },
  rebuild: async (options) => {
    const { cell, lab } = cellOptions.parse(options);
    return { cell, ...(await rebuildCell(await scopeOfCell(cell, lab), { cell })) };
  },
  usage: async (options) => {
    const { lab, days } = z.strictObject({ lab: text, days: daysOption }).parse(options);
    const scope = await scopeOfLab(lab);
    const toUs = 1000 * Date.now();
    return inLab(scope, (tx) => listUsageByDay(scope, tx, { fromUs: toUs - (days - 1) * US_PER_DAY, toUs }));
  },
  recount: async (options) => {
    z.strictObject({}).parse(options);
    await connected();
    return recountOldFormulas();
  },
  doctor: async (options) => {
    z.strictObject({}).parse(options);
    const findings = await diagnose();
    if (findings.some(({ level }) => level === "error")) process.exitCode = 1;
    return { isWell: findings.length === 0, findings };
  },
  backup: async (options) => {
    const { backups, archive } = z
      .strictObject({ check: z.literal(true), backups: text.optional(), archive: text.optional() })
      .parse(options);
    const found = await checkBackup({ backups, archive });
    if (!found.isWell) process.exitCode = 1;
    return found;
  },
  "export-lab": async (options) => {
    const { lab, to } = z.strictObject({ lab: text, to: text }).parse(options);
    return exportLab({ slug: lab, folder: to, progress: reportProgress });
  },
  "import-lab": async (options) => {
    const given = importOptions.parse(options);
    if ("drop" in given) {
      await connected();
      return dropArrivingLab(given);
    }
    return importLab({ folder: given.from, slug: given.slug, progress: reportProgress });
  },
  failed: async (options) => {
    z.strictObject({}).parse(options);
    await connected();
    return listFailedBatches({ limit: 1000 });
  },
  replay: async (options) => {
    const { batch } = z.strictObject({ batch: z.uuid() }).parse(options);
    await connected();
    if (await replayFailedBatch(batch.toLowerCase())) return { batch, status: "queued" };
    throw new AppError("not_found", `No batch ${batch} was set aside.`);
  },
};

async function connected(): Promise<void> {
  const problem = await redisProblem(5_000);
  if (problem !== null) throw new AppError("unavailable", problem);
}

async function scopeOfLab(slug: string) {
  const lab = await findLabBySlug(slug);
  if (!lab) throw new AppError("not_found", `There is no lab "${slug}".`);
  return labScopeForAdmin(lab.labId);
}

/** The lab that was named, or the only one that has such a cell. */
async function scopeOfCell(cell: string, slug: string | undefined) {
  if (slug !== undefined) return scopeOfLab(slug);
  const slugs: string[] = [];
  for (const lab of await listLabs()) {
    const scope = labScopeForAdmin(lab.labId);
    if (await inLabConfig(scope, (tx) => findCell(scope, tx, { name: cell }))) slugs.push(lab.slug);
  }
  const [only, ...others] = slugs;
  if (only === undefined) throw new AppError("not_found", `No lab has a cell "${cell}".`);
  if (others.length > 0)
    throw new AppError("conflict", `Several labs have a cell "${cell}"; name one: --lab ${slugs.join(" | ")}`);
  return scopeOfLab(only);
}

function optionsOf(args: string[]): unknown {
  const string = { type: "string" } as const;
  const options = {
    name: string,
    email: string,
    slug: string,
    lab: string,
    scopes: string,
    cell: string,
    batch: string,
    days: string,
    backups: string,
    archive: string,
    from: string,
    to: string,
  };
  const boolean = { type: "boolean" } as const;
  const flags = { "if-missing": boolean, check: boolean, drop: boolean };
  return { ...parseArgs({ args, options: { ...options, ...flags }, strict: true }).values };
}

const BAD_USAGE = 2;
const STANDARD_ERROR = 2;

/** Says on standard error what went wrong, and answers the code to end with. */
function explain(cause: unknown): number {
  const isUsage = cause instanceof TypeError || cause instanceof z.ZodError;
  const error = toAppError(cause);
  const details = error.problems.map(
    (problem) => `  ${"pointer" in problem ? problem.pointer : ""} ${problem.message}`,
  );
  const message = cause instanceof TypeError ? cause.message : error.message;
  const hint = ERROR_KINDS[error.kind] === ERROR_KINDS.internal && !isUsage ? String(cause) : "";
  const lines = [message, hint, ...details, isUsage ? `\n${USAGE}` : ""].filter(Boolean);
  process.stderr.write(`${lines.join("\n")}\n`);
  return isUsage ? BAD_USAGE : 1;
}

async function main(): Promise<void> {
  Object.assign(logger, { [symbols.streamSym]: destination({ fd: STANDARD_ERROR, sync: true }) });
  const [name = "", ...args] = process.argv.slice(2);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (!command) throw new TypeError(name === "" ? "Name a command." : `There is no command "${name}".`);
    const answer = await command(optionsOf(args));
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  } catch (cause) {
    process.exitCode = explain(cause);
  } finally {
    await shutDown();
  }
}

await main();
