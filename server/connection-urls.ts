import { z } from "zod";

export type Host = { host: string; port: number };

/** Several servers of one PostgreSQL, of which one at a time takes writes. */
export type DatabaseServers = {
  hosts: readonly Host[];
  /** The same URL with that host alone. */
  urlOf: (host: Host) => string;
};

/** Redis straight, or by asking sentinels where it is. */
type RedisServers =
  | { kind: "single"; url: string }
  | {
      kind: "sentinels";
      sentinels: Host[];
      /** What the sentinels call the Redis that is meant. */
      name: string;
      db: number;
      username: string | undefined;
      password: string | undefined;
      sentinelPassword: string | undefined;
      isEncrypted: boolean;
    };

const PARTS = /^([a-z]+):\/\/(?:([^@/?#]*)@)?([^/?#]+)([^?#]*)(?:\?([^#]*))?$/;
const HOST = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/i;
const POSTGRES_PORT = 5432;
const SENTINEL_PORT = 26_379;
const SESSION_KIND = "target_session_attrs";

/**
 * @param url `postgres://user:password@host:port,host:port/database?…`; with `target_session_attrs`, that is `read-write` or `primary`
 * @throws RangeError where it is none
 */
export function parseDatabaseUrl(url: string): DatabaseServers {
  const { scheme, login, hosts, path, query } = partsOf(url, POSTGRES_PORT);
  if (scheme !== "postgres" && scheme !== "postgresql") throw new RangeError("Not postgres://user:password@host/name");
  const kind = query.get(SESSION_KIND) ?? "read-write";
  if (!["read-write", "primary"].includes(kind)) throw new RangeError(`${SESSION_KIND} is read-write or primary`);
  query.delete(SESSION_KIND);
  const rest = `${path}${query.size > 0 ? `?${query}` : ""}`;
  const urlOf = ({ host, port }: Host) => `${scheme}://${login === "" ? "" : `${login}@`}${host}:${port}${rest}`;
  for (const host of hosts) new URL(urlOf(host));
  return { hosts, urlOf };
}

/** Who a URL of PostgreSQL logs in as; empty where it does not say. */
export function loginOf(url: string): string {
  const [user = ""] = partsOf(url, POSTGRES_PORT).login.split(":");
  return decodeURIComponent(user);
}

/**
 * @param url `redis://…`, `rediss://…` (TLS), or `sentinel://[[user]:password@]host:port,host:port/name[/db][?sentinelPassword=…]`;
 *   `sentinels://…` is the same with TLS to all of them
 * @throws RangeError where it is none
 */
export function parseRedisUrl(url: string): RedisServers {
  if (/^rediss?:\/\//.test(url)) {
    new URL(url);
    return { kind: "single", url };
  }
  const { scheme, login, hosts, path, query } = partsOf(url, SENTINEL_PORT);
  const [, name, db = "0", ...more] = path.split("/");
  if (!/^sentinels?$/.test(scheme) || !name || !/^\d+$/.test(db) || more.length > 0) {
    throw new RangeError("Not redis://…, rediss://… or sentinel://host:port,host:port/name[/db]");
  }
  const [username, password] = login.split(":").map(decodeURIComponent);
  return {
    kind: "sentinels",
    sentinels: hosts.map(({ host, port }) => ({ host: host.replace(/^\[(.*)\]$/, "$1"), port })),
    name: decodeURIComponent(name),
    db: Number(db),
    username: username || undefined,
    password: password || undefined,
    sentinelPassword: query.get("sentinelPassword") ?? undefined,
    isEncrypted: scheme === "sentinels",
  };
}

function partsOf(url: string, defaultPort: number) {
  const parts = PARTS.exec(url);
  if (!parts) throw new RangeError("Not a URL of servers");
  const [, scheme = "", login = "", hosts = "", path = "", query = ""] = parts;
  return {
    scheme,
    login,
    hosts: hosts.split(",").map((text) => hostOf(text, defaultPort)),
    path,
    query: new URLSearchParams(query),
  };
}

function hostOf(text: string, defaultPort: number): Host {
  const [, host, port] = HOST.exec(text) ?? [];
  if (!host) throw new RangeError(`"${text}" is no host`);
  return { host, port: port === undefined ? defaultPort : Number(port) };
}

const readableBy = (parse: (url: string) => unknown) =>
  z.string().superRefine((url, context) => {
    try {
      parse(url);
    } catch (cause) {
      // The reason of the URL parser may repeat the password.
      context.addIssue({ code: "custom", message: cause instanceof RangeError ? cause.message : "Not a URL" });
    }
  });

/** For settings. */
export const databaseUrl = readableBy(parseDatabaseUrl);
export const redisUrl = readableBy(parseRedisUrl);
