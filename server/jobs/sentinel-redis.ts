import { Redis, type RedisOptions } from "ioredis";
import { parseRedisUrl } from "../connection-urls";

/** A sentinel or server that does not answer within this is passed over: another knows more. */
const PATIENCE_MS = 2_000;
const AGAIN_MS = 200;
const LONGEST_PAUSE_MS = 1_000;

const pauseMs = (attempt: number) => Math.min(AGAIN_MS * attempt, LONGEST_PAUSE_MS);
/** Of a server that others replaced, or that is about to be. Whatever it refused is refused; the next command goes to its successor. */
const REPLACED = /^(READONLY|UNBLOCKED|MASTERDOWN)/;

/** A connection to the Redis of a URL, straight or as sentinels say. */
export function openRedis(url: string, options: RedisOptions): Redis {
  const servers = parseRedisUrl(url);
  const common: RedisOptions = { ...options, reconnectOnError: ({ message }) => REPLACED.test(message) };
  if (servers.kind === "single") return new Redis(servers.url, common);
  const { sentinels, name, db, username, password, sentinelPassword, isEncrypted } = servers;
  return new SentinelRedis({
    ...common,
    sentinels,
    name,
    db,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(sentinelPassword === undefined ? {} : { sentinelPassword }),
    ...(isEncrypted ? { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true } : {}),
    failoverDetector: true,
    connectTimeout: PATIENCE_MS,
    sentinelCommandTimeout: PATIENCE_MS,
    sentinelRetryStrategy: pauseMs,
    sentinelReconnectStrategy: pauseMs,
  });
}

/**
 * ioredis gives up for good, without a word, when it is told of a failover, or asked to connect anew, while it asks the sentinels: the
 * connection it should leave is not there yet, so nothing closes that would have it try again (bullmq issues 4378, 3088, 2964). This
 * one tries again until it is closed on purpose; so do those that BullMQ makes of it for its blocking commands.
 */
class SentinelRedis extends Redis {
  private isClosed = false;

  constructor(private readonly given: RedisOptions) {
    super(given);
    this.on("end", () => {
      if (this.isClosed) return;
      setTimeout(() => {
        if (!this.isClosed && this.status === "end") this.connect().catch(() => {}); // says so by its events
      }, AGAIN_MS);
    });
  }

  override duplicate(override?: Partial<RedisOptions>): Redis {
    return new SentinelRedis({ ...this.given, ...this.options, ...override });
  }

  override disconnect(reconnect = false): void {
    if (!reconnect) this.isClosed = true;
    super.disconnect(reconnect);
  }

  override quit(): Promise<"OK"> {
    this.isClosed = true;
    return super.quit();
  }
}
