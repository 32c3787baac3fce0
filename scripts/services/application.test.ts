import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import { startWeb, startWorker } from "./application.mjs";
import type { Fleet } from "./processes.mjs";

type Start = Parameters<Fleet["start"]>[0];

it("gives web and worker no right to the schema", async () => {
  const started: Start[] = [];
  const fleet = {
    start: (asked: Start) => {
      started.push(asked);
      return new EventEmitter();
    },
  } as unknown as Fleet; // all that is asked of one
  const env = { ...process.env, DATABASE_URL: "postgres://app@x/y", MIGRATE_DATABASE_URL: "postgres://owner@x/y" };
  startWeb(fleet, env);
  const { isReady } = startWorker(fleet, env);
  for (const { onLine } of started) onLine?.('{"msg":"worker ready"}');
  await isReady;
  const urls = started.map(({ name, env: given }) => [name, given?.DATABASE_URL, given?.MIGRATE_DATABASE_URL]);
  expect(urls).toEqual([
    ["web", "postgres://app@x/y", ""],
    ["worker", "postgres://app@x/y", ""],
  ]);
});
