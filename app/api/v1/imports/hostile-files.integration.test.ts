import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { answerWith } from "@/app/node-http";
import { env } from "@/server/env";
import { ReadingThreads, useReadingThreads } from "@/server/services/imports/reading/reading-threads";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createLab } from "@/server/testing/factories";
import { bdfFile, STARTED_AT } from "@/server/testing/senders/import-sender";
import { GET as listCells } from "../cells/route";
import { POST } from "./route";

cloneTestDatabase();

let url: string;
let server: Server;
let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  server = createServer((request, response) => {
    void answerWith(request.method === "POST" ? POST.answer : listCells.answer, request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a server that listens on a port has one
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await owner.end();
});
const before = { ...env() };
afterEach(async () => {
  Object.assign(env(), before);
  await useReadingThreads(new ReadingThreads());
});

async function newLab() {
  const { scope } = await createLab();
  const { apiKey } = await createApiKey(scope, { name: "cycler", scopes: ["ingest", "read"] });
  return { headers: { Authorization: `Bearer ${apiKey}` } };
}

it("answers others while a file keeps its thread busy, and then refuses the file", async () => {
  Object.assign(env(), { IMPORT_CPU_S: 2 });
  await useReadingThreads(new ReadingThreads("server/testing/burning-thread.ts"));
  const [hostile, other] = [await newLab(), await newLab()];
  let refused: { status: number; body: unknown } | null = null;
  const query = new URLSearchParams({ cell: "A", startedAt: STARTED_AT });
  const sending = fetch(`${url}/api/v1/imports?${query}`, { method: "POST", body: bdfFile({ rows: 9 }), ...hostile });
  const reading = sending.then(async (response) => {
    refused = { status: response.status, body: await response.json() };
  });
  let answered = 0;
  while (refused === null) {
    expect((await fetch(`${url}/api/v1/cells`, other)).status).toBe(200);
    answered += 1;
  }
  await reading;
  expect(answered, "answers while the file was read").toBeGreaterThan(5);
  const detail = expect.stringContaining("processor time");
  expect(refused).toMatchObject({ status: 422, body: { title: "Invalid input", detail } });
  expect((await owner.query("SELECT 1 FROM imports")).rows).toEqual([]);
});
