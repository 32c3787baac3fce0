import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { answerWith } from "@/app/node-http";
import { inLab } from "@/server/data/in-lab";
import { listImports } from "@/server/data/imports/import-reads";
import { env } from "@/server/env";
import type { LabScope } from "@/server/lab-scope";
import { createApiKey } from "@/server/services/team/create-api-key";
import { createLab as createOwnedLab } from "@/server/services/labs/create-lab";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createLab } from "@/server/testing/factories";
import { bdfFile, STARTED_AT, streamOf } from "@/server/testing/senders/import-sender";
import { newVisitor } from "@/server/testing/visitor";
import { authClient } from "@/server/data/accounts/auth-client";
import { uploadImport } from "@/server/api/pages/upload-import";
import { POST } from "./route";

cloneTestDatabase();

const LINGER_MS = 60_000;

let scope: LabScope;
let apiKey: string;
let server: Server;
let port: number;
let owner: pg.Client;
/** What the server's own side of each connection has read. */
const sockets: Socket[] = [];
beforeAll(async () => {
  ({ scope } = await createLab());
  ({ apiKey } = await createApiKey(scope, { name: "cycler", scopes: ["ingest"] }));
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  const handleOf = ({ url = "" }: IncomingMessage) => (url.startsWith("/api/labs/") ? uploadImport : POST.answer);
  server = createServer((request, response) => void answerWith(handleOf(request), request, response, LINGER_MS));
  server.on("connection", (socket) => sockets.push(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port; // a server that listens on a port has one
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await owner.end();
});

const pathOf = (cell: string) =>
  `/api/v1/imports?${new URLSearchParams({ cell, startedAt: STARTED_AT, fileName: cell })}`;
const post = (cell: string, body: BodyInit) =>
  fetch(`http://127.0.0.1:${port}${pathOf(cell)}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${apiKey}` },
    body,
    duplex: "half",
  } as RequestInit); // `duplex` is asked for where a body streams; the types of the DOM do not know it
const importOf = async (cell: string) => {
  const imports = await inLab(scope, (tx) => listImports(scope, tx, { beforeId: null, limit: 99 }));
  return imports.find((one) => one.cell === cell) ?? null;
};
const countParts = async () =>
  (await owner.query<{ count: number }>("SELECT count(*)::integer AS count FROM import_parts")).rows[0]?.count;

it("takes a file that comes in pieces", async () => {
  const pieces = bdfFile({ rows: 30_000 }).match(/.{1,10000}/gs) ?? [];
  const response = await post("pieces", streamOf(pieces.map((piece) => Buffer.from(piece))));
  expect([response.status, await response.json()]).toEqual([202, expect.objectContaining({ duplicate: false })]);
  expect(await importOf("pieces")).toMatchObject({
    status: "queued",
    samples: 30_000,
    actor: expect.stringContaining("key:"),
  });
});

it("answers a file that is refused at its beginning also to a sender that looks for an answer only at its end", async () => {
  const piece = Buffer.alloc(1 << 20, "Dear all,\n");
  const pieces = 30;
  const socket = connect(port, "127.0.0.1");
  socket.pause();
  const head = ["Host: localhost", `Authorization: Bearer ${apiKey}`, `Content-Length: ${pieces * piece.length}`];
  socket.write([`POST ${pathOf("letter")} HTTP/1.1`, ...head, "", ""].join("\r\n"));
  const beganMs = performance.now();
  for (let count = 0; count < pieces; count++) {
    await new Promise<void>((resolve, reject) => socket.write(piece, (error) => (error ? reject(error) : resolve())));
  }
  let answer = "";
  for await (const data of socket) answer += String(data);
  expect(answer).toMatch(/^HTTP\/1\.1 422 /);
  expect(answer).toContain("cannot be read");
  expect(performance.now() - beganMs, "it is not waited for what has arrived").toBeLessThan(LINGER_MS);
  expect(await importOf("letter")).toBeNull();
});

it("ends an import whose sender went away, and empties its spool", async () => {
  const before = await countParts();
  const socket = connect(port, "127.0.0.1");
  const head = [
    `POST ${pathOf("lost")} HTTP/1.1`,
    "Host: localhost",
    `Authorization: Bearer ${apiKey}`,
    "Content-Length: 99999999",
  ];
  socket.write([...head, "", bdfFile({ rows: 200_000 })].join("\r\n").replace("\r\ntest_time", "\r\n\r\ntest_time"));
  await expect.poll(countParts).toBeGreaterThan(before ?? 0);
  socket.destroy();
  await expect.poll(() => importOf("lost")).toMatchObject({ status: "failed", error: "upload_broken_off" });
  expect(await countParts()).toBe(before);
});

it("reads no more of a file than the database takes", async () => {
  const rows = 600_000; // 11 MB
  await owner.query("BEGIN; LOCK TABLE import_parts IN EXCLUSIVE MODE");
  const opened = sockets.length;
  const sending = post("slow database", bdfFile({ rows }));
  const waits = `SELECT count(*)::integer AS count FROM pg_locks WHERE NOT granted AND relation = 'import_parts'::regclass`;
  await expect.poll(async () => (await owner.query(waits)).rows[0]?.count).toBe(1);
  const readBytes = () => sockets.slice(opened).reduce((sum, socket) => sum + socket.bytesRead, 0);
  let before = -1;
  await expect
    .poll(() => {
      const isSame = readBytes() === before;
      before = readBytes();
      return isSame;
    })
    .toBe(true);
  expect(before).toBeLessThan(6e6);
  await owner.query("COMMIT");
  expect((await sending).status).toBe(202);
  expect(await importOf("slow database")).toMatchObject({ samples: rows });
});

it("answers 503 with Retry-After when the database goes away, and goes on when it is back", async () => {
  const name = new URL(env().DATABASE_URL).pathname.slice(1);
  const before = (await countParts()) ?? 0;
  const file = bdfFile({ rows: 200_000 });
  async function* interrupted() {
    yield Buffer.from(file.slice(0, 2_000_000));
    await expect.poll(countParts).toBeGreaterThan(before);
    await owner.query(`ALTER DATABASE ${name} CONNECTION LIMIT 0`); // it holds for no superuser
    const theirs = "datname = $1 AND application_name LIKE 'chargetracker%'";
    await owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${theirs}`, [name]);
    yield Buffer.from(file.slice(2_000_000));
  }
  const response = await post("away", streamOf(interrupted()));
  await owner.query(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
  expect([response.status, Number(response.headers.get("retry-after")) > 0]).toEqual([503, true]);
  // What could not be removed counts for nothing.
  expect(await importOf("away")).toMatchObject({ status: "receiving", seq: null });
  expect((await post("away", file)).status).toBe(202);
});

it("takes files from a member's page by their session, as far as their role goes", async () => {
  const { labSlug, email, password } = await createOwnedLab({ name: "Pages", email: "owner@example.org" });
  const visitor = newVisitor();
  await visitor.ask("/sign-in/email", { email, password });
  const send = (origin: string, slug = labSlug, by = visitor) =>
    fetch(`http://127.0.0.1:${port}/api/labs/${slug}${pathOf("A").slice("/api/v1".length)}`, {
      method: "POST",
      headers: { Origin: origin, Cookie: by.cookie() },
      body: bdfFile({ rows: 9 }),
    });
  const { origin } = new URL(env().APP_URL);
  const taken = await send(origin);
  expect([taken.status, await taken.json()]).toEqual([202, expect.objectContaining({ duplicate: false })]);
  expect((await send("https://elsewhere.example")).status).toBe(403);
  expect((await send(origin, "another-lab")).status).toBe(404);
  const viewer = await createOwnedLab({ name: "Elsewhere", email: "viewer@example.org" });
  const data = { lab: { connect: { slug: labSlug } }, user: { connect: { email: viewer.email } }, role: "viewer" };
  await authClient().member.create({ data });
  const other = newVisitor();
  await other.ask("/sign-in/email", { email: viewer.email, password: viewer.password });
  expect((await send(origin, labSlug, other)).status, "a viewer").toBe(403);
});
