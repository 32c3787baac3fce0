import { parseArgs } from "node:util";
import { z } from "zod";

export const USAGE = `Usage: npm run simulate -- --url http://localhost:3000 --key ct_… [options]

  --url URL           the server
  --key KEY           an API key with the scopes ingest and read, and manage to make fields and groupings;
                      or in the environment as CHARGETRACKER_KEY, where the process list does not show it
Simulated cyclers:
  --cells N           cells, 1–1000; default 120
  --rate N            samples/s of all cells together in the live part; default 25
  --seed N            another seed, other cells; default 1
  --history N         samples to load before the live part; default 7500 a cell, 0 for the cycle they are in only
  --time-lapse F      simulated time ÷ real time of the live part; by default what the rate asks for, at most 60
A real file, as a cycler would have sent it:
  --replay FILE       a cycler's own file, of any format that can be imported
  --cell NAME         the cell it is sent as
  --speed N|max       times real time; by default so that it takes about a minute
  --started-at ISO    start of its test; default: the file's own clock, taken for UTC, else so that the file ends now
  --batch N           samples a request at most; default 500
`;

/** What was wrong with the command line, in words for whoever typed it. */
export class UsageError extends Error {}

const MAX_SAMPLES_PER_REQUEST = 20_000;
const positive = z.coerce.number().positive();

const shared = {
  url: z.url({ protocol: /^https?$/, error: "expected the address of a server, like http://localhost:3000" }),
  key: z
    .string("missing; give it here or as CHARGETRACKER_KEY")
    .min(1, "missing; give it here or as CHARGETRACKER_KEY"),
};

const simulateOptions = z.strictObject({
  ...shared,
  cells: z.coerce.number().pipe(z.int().min(1).max(1000)).default(120),
  rate: positive.max(100_000).default(25),
  seed: z.coerce.number().pipe(z.int().min(0)).default(1),
  history: z.coerce.number().pipe(z.int().min(0).max(20_000_000)).optional(),
  "time-lapse": positive.max(100_000).optional(),
});
export type SimulateOptions = z.infer<typeof simulateOptions>;

const replayOptions = z.strictObject({
  ...shared,
  replay: z.string().min(1),
  cell: z.string("missing; a replay needs the name of a cell").min(1),
  speed: z.union([z.literal("max"), positive], "expected a positive number or max").optional(),
  "started-at": z.iso
    .datetime({ offset: true, error: "expected a time with an offset, like 2026-01-31T12:00:00Z" })
    .transform((iso) => Date.parse(iso))
    .optional(),
  batch: z.coerce.number().pipe(z.int().min(1).max(MAX_SAMPLES_PER_REQUEST)).default(500),
});
export type ReplayOptions = z.infer<typeof replayOptions>;

const NAMES = [...Object.keys(simulateOptions.shape), ...Object.keys(replayOptions.shape)];

/**
 * The options of the command.
 * @throws UsageError that names each option at fault
 */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): { kind: "simulate"; options: SimulateOptions } | { kind: "replay"; options: ReplayOptions } {
  const given = { key: environment.CHARGETRACKER_KEY, ...valuesOf(args) };
  if ("replay" in given) return { kind: "replay", options: checked(replayOptions, given) };
  return { kind: "simulate", options: checked(simulateOptions, given) };
}

function valuesOf(args: readonly string[]): Record<string, unknown> {
  const options = Object.fromEntries(NAMES.map((name) => [name, { type: "string" } as const]));
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause));
  }
}

function checked<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) =>
    issue.code === "unrecognized_keys"
      ? `${issue.keys.map((name) => `--${name}`).join(", ")}: not an option here`
      : `--${issue.path.join(".")}: ${issue.message}`,
  );
  throw new UsageError(problems.join("\n"));
}
