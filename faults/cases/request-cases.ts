import { connect } from "node:net";
import { type Case, disturb, type Stage } from "../case";
import type { Entry } from "../cyclers";
import { until } from "../system";
import { bodyOf } from "../values";

// What senders and operators do: the web process dies, is replaced, one batch comes many times, a cell is deleted.

const COPIES = 50;
const KILLS = 2;
const HALF_SENT = 5;
const RACES = 10;
const SOME = 20;
const ENDS_WITHIN_S = 20;

/** Sends the first half of a batch, and no more; nothing of it may ever be there. */
function sendHalf({ system, cyclers }: Stage, name: string): void {
  const entry = cyclers.newEntry(name);
  entry.end = "refused";
  const body = bodyOf(entry.cell, entry.from, entry.count);
  const { hostname, port } = new URL(system.url);
  const head = [
    "POST /api/v1/ingest HTTP/1.1",
    `Host: ${hostname}:${port}`,
    `Authorization: Bearer ${system.lab.key}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {}); // its server is killed
  socket.write(`${head.join("\r\n")}\r\n\r\n${body.slice(0, body.length / 2)}`);
}

/** Posts once, and writes down the end. */
async function postOnce({ cyclers }: Stage, entry: Entry) {
  const answer = await cyclers.post(entry);
  if (answer.status === 202) entry.end = "acknowledged";
  else if (answer.status >= 400 && answer.status < 500) entry.end = "refused";
  return answer;
}

async function sendOtherBodies(stage: Stage): Promise<void> {
  const { cyclers, complain } = stage;
  const first = cyclers.newEntry("one key, first body");
  await postOnce(stage, first);
  const other = cyclers.newEntry("one key, another body");
  other.idempotencyKey = first.idempotencyKey;
  const { status } = await postOnce(stage, other);
  if (status !== 422) complain(`another body was answered ${status}`);
  for (let race = 0; race < RACES; race++) {
    const pair = [cyclers.newEntry("one key, left"), cyclers.newEntry("one key, right")] as const;
    pair[1].idempotencyKey = pair[0].idempotencyKey;
    const answers = await Promise.all(pair.map((entry) => postOnce(stage, entry)));
    const statuses = answers.map((answer) => answer.status).sort();
    if (statuses.join() !== "202,422") complain(`two bodies at once were answered ${statuses.join(" and ")}`);
  }
  cyclers.complaints.clear(); // these 422 are asked for
}

async function deleteWhileWaiting(stage: Stage): Promise<void> {
  const { system, cyclers, complain } = stage;
  const first = await cyclers.sendOne("deleted");
  await until("the cell is there", async () => (await statusOf(stage, first)) === "stored");
  await system.worker.end("SIGTERM");
  const waiting = [first, ...(await Promise.all([1, 2, 3].map(() => cyclers.sendOne("deleted"))))];
  const headers = { authorization: `Bearer ${system.lab.key}` };
  const path = `${system.url}/api/v1/cells/${encodeURIComponent(first.cell)}`;
  const answer = await fetch(path, { method: "DELETE", headers });
  if (!answer.ok) complain(`deleting the cell was answered ${answer.status}`);
  for (const entry of waiting) entry.isTombstoned = true;
  await system.worker.start();
  for (const entry of waiting.slice(1)) {
    await until("the deleted cell's batch has its end", async () => (await statusOf(stage, entry)) === "failed");
  }
  await cyclers.sendOne("deleted"); // a later one makes the cell anew
}

async function statusOf({ system }: Stage, { batchId }: Entry): Promise<unknown> {
  const headers = { authorization: `Bearer ${system.lab.key}` };
  const answer = await fetch(`${system.url}/api/v1/batches/${batchId}`, { headers });
  const body: unknown = await answer.json();
  return typeof body === "object" && body !== null && "status" in body ? body.status : null;
}

export const REQUEST_CASES: readonly Case[] = [
  {
    name: "web killed in the middle of requests",
    async run(stage) {
      const { system, cyclers } = stage;
      cyclers.begin();
      for (let kill = 0; kill < KILLS; kill++) {
        await cyclers.untilAcknowledged(SOME);
        for (let half = 0; half < HALF_SENT; half++) sendHalf(stage, "half sent");
        await system.web.end("SIGKILL");
        await system.web.start();
      }
      await cyclers.untilAcknowledged(SOME);
    },
  },
  {
    name: "a deploy under load",
    async run(stage) {
      const { system, complain, note } = stage;
      const beganAt: number[] = [];
      await disturb(
        { ...stage, outageMs: 0 },
        async () => {
          beganAt.push(...(await Promise.all([system.web.end("SIGTERM"), system.worker.end("SIGTERM")])));
        },
        async () => void (await Promise.all([system.web.start(), system.worker.start()])),
      );
      const [web = 0, worker = 0] = beganAt;
      note(`web ended in ${web.toFixed(1)} s, worker in ${worker.toFixed(1)} s`);
      if (Math.max(web, worker) > ENDS_WITHIN_S) complain(`not ended within ${ENDS_WITHIN_S} s`);
    },
  },
  {
    name: `${COPIES} copies of one batch at once`,
    async run(stage) {
      const { cyclers, complain } = stage;
      const entry = cyclers.newEntry("copies");
      const answers = await Promise.all(Array.from({ length: COPIES }, () => postOnce(stage, entry)));
      const firsts = answers.filter(({ status, isDuplicate }) => status === 202 && !isDuplicate).length;
      const duplicates = answers.filter(({ status, isDuplicate }) => status === 202 && isDuplicate).length;
      if (firsts !== 1 || duplicates !== COPIES - 1) complain(`${firsts} were first and ${duplicates} duplicates`);
    },
  },
  { name: "one key with another body", run: sendOtherBodies },
  { name: "a cell deleted while its batches wait", run: deleteWhileWaiting },
];
