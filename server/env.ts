import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { boundSettings } from "./bound-settings";
import { databaseUrl, redisUrl } from "./connection-urls";

/** Every setting, in one place. Local services write theirs into a file that stands in for unset variables. */
const settings = z
  .object({
    NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
    /**
     * The application's login. It switches to the roles ct_app and ct_auth, which the migration makes. Of several hosts
     * (postgres://user:password@one:5432,two:5432/name) the one that takes writes is found, and again when another does.
     */
    DATABASE_URL: databaseUrl,
    /** The owner of the schema; only migrations use it. */
    MIGRATE_DATABASE_URL: databaseUrl,
    /** A standby that pages' heavy reads go to, as long as it has what the primary has; the application's login, one host. */
    REPLICA_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    /** redis://…, rediss://…, or sentinel://:password@one:26379,two:26379/name. */
    REDIS_URL: redisUrl,
    /** On how many other disks than Redis' own a batch is before it is acknowledged: those of every replica that may take its place. */
    DURABLE_REPLICAS: z.coerce.number().int().min(0).default(0),
    /** Where browsers reach the service. */
    APP_URL: z.url(),
    PORT: z.coerce.number().int().default(3000),
    /** Signs sessions; at least 32 random characters in production. */
    AUTH_SECRET: z.string().min(32),
    /** The mail server, as smtp://user:password@host:587 or smtps://…; without one, mails are kept and shown on the page /mails. */
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    /** The sender of mails; `ChargeTracker <no-reply@HOST>` when not set. */
    MAIL_FROM: z.string().optional(),
    /** `1`: a production server may do without a mail server, and shows its mails on a page to whoever comes. For demonstrations. */
    MAIL_PAGE: z.enum(["0", "1"]).default("0"),
    /** Who may make an account: anybody, only whoever was invited into a lab, or nobody. */
    SIGNUP: z.enum(["open", "invite", "closed"]).default("open"),
    /** Domains of the e-mail addresses that may sign up, with commas between; all when not set. */
    SIGNUP_DOMAINS: z
      .string()
      .default("")
      .transform((list) => list.split(",").map((domain) => domain.trim().replace(/^@/, "").toLowerCase()))
      .transform((domains) => domains.filter((domain) => domain !== "")),
    /** The path of a link that shares a view, as it was given: `/shared#ct_g_…`. The front page leads whoever comes there; nowhere when not set. */
    FRONT_LINK: z
      .string()
      .regex(/^\/shared#ct_g_[\w-]{20,200}$/, "expected the path of a link that shares a view: /shared#ct_g_…")
      .optional(),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
    /** What Prometheus says as `Authorization: Bearer …` to read /api/metrics; whoever reaches the service may read them when not set. */
    METRICS_TOKEN: z.string().min(16).optional(),
    /** Connections to PostgreSQL for each process and role. */
    DATABASE_POOL_SIZE: z.coerce.number().int().min(1).default(10),
    /** Transactions a worker process has under way at once; batches that wait share one. */
    WORKER_CONCURRENCY: z.coerce.number().int().min(1).default(4),
    /** Requests and samples a second that one API key may send to a web process; a lab's keys together four times as much. */
    INGEST_REQUESTS_PER_S: z.coerce.number().positive().default(5_000),
    INGEST_SAMPLES_PER_S: z.coerce.number().positive().default(500_000),
    /** Behind so many jobs, or one that waits so long, no batch is taken. Redis' memory bounds the queue, too. */
    INGEST_MAX_QUEUED_JOBS: z.coerce.number().int().positive().default(100_000),
    INGEST_MAX_QUEUE_AGE_S: z.coerce.number().positive().default(3_600),
    ...boundSettings,
  })
  .refine(
    ({ NODE_ENV, SMTP_URL, MAIL_PAGE }) => NODE_ENV !== "production" || SMTP_URL !== undefined || MAIL_PAGE === "1",
    {
      path: ["SMTP_URL"],
      message: "a production server sends mail: name a mail server, as smtp://user:password@host:587",
    },
  );
export type Settings = z.infer<typeof settings>;

let cached: Settings | undefined;

/** The settings of this process, read on first use: importing a module must not require a database. */
export function env(): Settings {
  cached ??= readSettings(process.env);
  return cached;
}

function readSettings(variables: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const merged = { ...localServices(given), ...given };
  const parsed = settings.safeParse({
    ...merged,
    MIGRATE_DATABASE_URL: merged.MIGRATE_DATABASE_URL ?? merged.DATABASE_URL,
    APP_URL: merged.APP_URL ?? `http://localhost:${merged.PORT ?? 3000}`,
  });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`).join("\n");
  throw new Error(
    `Settings are missing or wrong:\n${problems}\nSet them, or start local services with: npm run services`,
  );
}

/** URLs of the services that `npm run services` or `npm run demo` keeps running, or nothing. */
function localServices(variables: Record<string, string | undefined>): Record<string, string | undefined> {
  if (variables.DATABASE_URL && variables.REDIS_URL) return {};
  // The bundler shall not take the folder for a part of the program: it would read all that the servers keep there.
  const home = variables.CHARGETRACKER_HOME ?? join(/* turbopackIgnore: true */ process.cwd(), ".chargetracker");
  try {
    const file = localServicesFile.parse(JSON.parse(readFileSync(join(home, "services.json"), "utf8")));
    return {
      DATABASE_URL: file.databaseUrl,
      MIGRATE_DATABASE_URL: file.migrateDatabaseUrl,
      REDIS_URL: file.redisUrl,
      AUTH_SECRET: file.authSecret,
    };
  } catch {
    return {}; // no local services: the message of readSettings says what to do
  }
}

const localServicesFile = z.object({
  databaseUrl: z.string(),
  migrateDatabaseUrl: z.string(),
  redisUrl: z.string(),
  authSecret: z.string().optional(),
});
