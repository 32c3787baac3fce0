import { expect, it } from "vitest";
import { problemOf } from "./redis-durability";

it("takes only a server that keeps what it acknowledges", () => {
  const durable = { appendonly: "yes", appendfsync: "always", "maxmemory-policy": "noeviction" };
  expect(problemOf(durable)).toBeNull();
  expect(problemOf({ ...durable, appendfsync: "everysec" })).toContain("appendfsync always");
  expect(problemOf({ ...durable, appendonly: "no" })).toContain("appendonly yes");
  expect(problemOf({ ...durable, "maxmemory-policy": "allkeys-lru" })).toContain("maxmemory-policy noeviction");
});

it("takes the word of an operator for what a managed server does not tell", () => {
  expect(problemOf({ appendonly: "yes", "maxmemory-policy": "noeviction" })).toBeNull();
});
