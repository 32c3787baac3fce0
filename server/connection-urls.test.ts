import { expect, it } from "vitest";
import { databaseUrl, parseDatabaseUrl, parseRedisUrl, redisUrl } from "./connection-urls";

it("takes a URL of several PostgreSQL servers apart, each with what is common to all", () => {
  const { hosts, urlOf } = parseDatabaseUrl(
    "postgres://user:p%40ss@one:5433,two,[::1]:5434/lab?sslmode=verify-full&target_session_attrs=read-write",
  );
  expect(hosts.map(urlOf)).toEqual([
    "postgres://user:p%40ss@one:5433/lab?sslmode=verify-full",
    "postgres://user:p%40ss@two:5432/lab?sslmode=verify-full",
    "postgres://user:p%40ss@[::1]:5434/lab?sslmode=verify-full",
  ]);
});

it("takes a single server as before", () => {
  const { hosts, urlOf } = parseDatabaseUrl("postgresql://user@one/lab");
  expect(hosts.map(urlOf)).toEqual(["postgresql://user@one:5432/lab"]);
});

it("takes sentinels with the name, the database and the passwords of what they watch", () => {
  expect(parseRedisUrl("sentinel://:p%3As@one:26380,two/lab/3?sentinelPassword=q")).toEqual({
    kind: "sentinels",
    sentinels: [
      { host: "one", port: 26380 },
      { host: "two", port: 26379 },
    ],
    name: "lab",
    db: 3,
    username: undefined,
    password: "p:s",
    sentinelPassword: "q",
    isEncrypted: false,
  });
  expect(parseRedisUrl("sentinels://user:p@[::1]:26380/lab")).toMatchObject({
    sentinels: [{ host: "::1", port: 26380 }],
    db: 0,
    username: "user",
    isEncrypted: true,
  });
  expect(parseRedisUrl("rediss://:p@one:6380/0")).toEqual({ kind: "single", url: "rediss://:p@one:6380/0" });
});

it.each([
  "mysql://one/lab",
  "postgres:///lab",
  "postgres://one,/lab",
  "postgres://one:port/lab",
  "postgres://one,two/lab?target_session_attrs=standby",
])("refuses %s for a database", (url) => {
  expect(databaseUrl.safeParse(url).success).toBe(false);
});

it.each(["http://one", "sentinel://one", "sentinel://one/", "sentinel://one/lab/x", "sentinel://one/lab/0/1", "one"])(
  "refuses %s for Redis",
  (url) => {
    expect(redisUrl.safeParse(url).success).toBe(false);
  },
);

it("repeats no password in what it says", () => {
  const said = databaseUrl.safeParse("postgres://user:secret@one:99999/lab").error?.issues[0]?.message;
  expect(said).toBeDefined();
  expect(said).not.toContain("secret");
});
