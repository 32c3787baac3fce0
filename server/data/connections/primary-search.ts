import pg from "pg";
import { z } from "zod";
import type { DatabaseServers, Host } from "../../connection-urls";
import { onShutdown } from "../../lifecycle";
import { logger } from "../../logger";

/** A server that does not say within this whether it takes writes is none that does. */
const PATIENCE_MS = 4_000;
/** Connections that are made within this share one search. */
const RECENT_MS = 500;
/** How often it is looked whether another server took up the writes, while there are connections. */
const LOOK_EVERY_MS = 2_000;

/** What a server says of itself; `timeline` rises by one whenever a standby takes up the writes. */
type Primary = { host: Host; timeline: number };

const ASK = `
  SELECT CASE WHEN NOT pg_is_in_recovery() THEN ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer END AS timeline`;
const answerRow = z.object({ timeline: z.int().nullable() });

/**
 * Knows which of several servers takes the writes. One that took them before and comes back is not believed once its successor was seen:
 * the successor's timeline is higher.
 */
export class PrimarySearch {
  private timeline = 0;
  private recent: Promise<Host> | null = null;
  private readonly watchers = new Set<{ host: Host; leave: () => void }>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly servers: DatabaseServers,
    private readonly ask: (servers: DatabaseServers, host: Host) => Promise<Primary> = askServer,
  ) {}

  /** @throws Error, one that says that the database is away, where no server says that it takes writes */
  find(): Promise<Host> {
    if (this.recent !== null) return this.recent;
    const recent = this.search().finally(() => {
      const forget = () => {
        if (this.recent === recent) this.recent = null;
      };
      setTimeout(forget, RECENT_MS).unref();
    });
    this.recent = recent;
    return recent;
  }

  /** Calls `leave` when another server than `host` takes the writes. @returns stops that */
  watch(host: Host, leave: () => void): () => void {
    const watcher = { host, leave };
    this.watchers.add(watcher);
    this.timer ??= this.startLooking();
    return () => void this.watchers.delete(watcher);
  }

  private startLooking(): NodeJS.Timeout {
    const timer = setInterval(() => void this.look().catch(() => {}), LOOK_EVERY_MS).unref();
    onShutdown("pools", () => clearInterval(timer));
    return timer;
  }

  /** Has every connection leave that leads elsewhere than to the primary. While nobody says that he is it, all stay. */
  async look(): Promise<void> {
    if (this.watchers.size === 0) return;
    const primary = await this.search();
    const strays = [...this.watchers].filter(({ host }) => !isSame(host, primary));
    if (strays.length === 0) return;
    logger.warn({ ...primary, connections: strays.length }, "another database server takes the writes now");
    for (const stray of strays) {
      this.watchers.delete(stray);
      stray.leave();
    }
  }

  private async search(): Promise<Host> {
    const answers = this.servers.hosts.map(async (host) => {
      const answer = await this.ask(this.servers, host);
      if (answer.timeline < this.timeline) throw new Error(`${host.host}:${host.port} took the writes before another`);
      return answer;
    });
    // Before any was seen, an old primary that came back might answer first.
    const answered = this.timeline === 0 ? Promise.allSettled(answers).then(highest) : Promise.any(answers);
    const found = await answered.catch((cause: AggregateError) => {
      const reasons = cause.errors.map((reason) => (reason instanceof Error ? reason.message : reason)).join("; ");
      throw new Error(`Connection terminated: no database server takes writes now (${reasons})`, { cause });
    });
    this.timeline = Math.max(this.timeline, found.timeline);
    return found.host;
  }
}

/** @throws AggregateError as Promise.any does */
function highest(answers: PromiseSettledResult<Primary>[]): Primary {
  const primaries = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  const [found] = primaries.sort((one, other) => other.timeline - one.timeline);
  if (found) return found;
  throw new AggregateError(answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : [])));
}

const isSame = (one: Host, other: Host) => one.host === other.host && one.port === other.port;

/** @throws where it does not answer, or is a standby */
async function askServer({ urlOf }: DatabaseServers, host: Host): Promise<Primary> {
  const client = new pg.Client({
    connectionString: urlOf(host),
    application_name: "chargetracker search",
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  });
  client.on("error", () => {}); // told to whoever waits for the answer
  try {
    await client.connect();
    const { timeline } = answerRow.parse((await client.query(ASK)).rows[0]);
    if (timeline === null) throw new Error(`${host.host}:${host.port} is a standby`);
    return { host, timeline };
  } finally {
    client.connection.stream.destroy(); // a server that hangs would not answer a farewell
  }
}
