import { expect, it } from "vitest";
import { type Host, parseDatabaseUrl } from "../../connection-urls";
import { PrimarySearch } from "./primary-search";

const servers = parseDatabaseUrl("postgres://one:1,two:2/lab");
const [one, two] = servers.hosts as [Host, Host];

/** A search among servers of which each says its timeline, is a standby (null), or says nothing. */
function searchAmong(timelines: Record<string, number | null | "silent">) {
  return new PrimarySearch(servers, async (_, host) => {
    const timeline = timelines[host.host] ?? null;
    if (timeline === "silent") return new Promise(() => {});
    if (timeline === null) throw new Error("a standby");
    return { host, timeline };
  });
}

it("finds the server that takes writes, and says that none does", async () => {
  expect(await searchAmong({ one: null, two: 1 }).find()).toEqual(two);
  await expect(searchAmong({ one: null, two: null }).find()).rejects.toThrow("no database server takes writes");
});

it("takes the successor where an old primary came back", async () => {
  expect(await searchAmong({ one: 1, two: 2 }).find()).toEqual(two);
});

it("does not believe an old primary once its successor was seen, and waits for no silent server", async () => {
  const timelines: Record<string, number | null | "silent"> = { one: 1, two: null };
  const search = searchAmong(timelines);
  const left: string[] = [];
  search.watch(one, () => left.push("one"));
  search.watch(two, () => left.push("two"));
  expect(await search.find()).toEqual(one);
  Object.assign(timelines, { one: "silent", two: 2 });
  await search.look();
  expect(left).toEqual(["one"]);
  Object.assign(timelines, { one: 1, two: null });
  await expect(search.look()).rejects.toThrow("no database server takes writes");
  expect(left).toEqual(["one"]);
});
