import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, it } from "vitest";
import { holdBytes } from "@/server/api/http/open-bodies";
import { labScopeForApiKey } from "@/server/auth/lab-scope";
import { env } from "@/server/env";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createLab } from "@/server/testing/factories";
import { countQueued, ingestSender } from "@/server/testing/senders/ingest-sender";
import { POST } from "./route";

cloneTestDatabase();

const MIB = 1024 * 1024;
const NOW_MS = Date.now();
const row = { cell: "A-01", time: NOW_MS - 60_000, voltage: 3.7, current: -1 };
const CSV = { "Content-Type": "text/csv" };
const NDJSON = { "Content-Type": "application/x-ndjson" };
const GZIP = { "Content-Encoding": "gzip" };

let apiKey: string;
beforeAll(async () => {
  const { scope } = await createLab();
  ({ apiKey } = await createApiKey(scope, { name: "cycler", scopes: ["ingest"] }));
});

const post = ingestSender(POST, () => apiKey);
const send = (body: BodyInit | null, headers: Record<string, string> = {}) => post(body, { headers });
const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));
const rows = (...samples: unknown[]) => JSON.stringify({ samples });
/** A row with a number that JavaScript could not write so. */
const withNumber = (name: string, literal: string) =>
  rows({ ...row, [name]: 0 }).replace(`"${name}":0`, `"${name}":${literal}`);
const withCells = (cells: string) => `{"samples":[${JSON.stringify(row)}],"cells":${cells}}`;
const series = (given: object) =>
  JSON.stringify({ series: [{ cell: "A", time: [row.time], voltage: [3], current: [1], ...given }] });
const csv = (...lines: string[]) => ["cell,time,voltage,current", ...lines].join("\n");
const csvRow = `A-01,${row.time},3.7,-1`;
const digest = (text: string) => createHash("sha256").update(text).digest("base64");

const names = (count: number) => Array.from({ length: count }, (_, n) => `"${n.toString(36)}":0`).join();

function pieces(count: number, piece: Uint8Array): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull: (controller) => (sent++ < count ? controller.enqueue(piece) : controller.close()),
  });
}

/** What is sent, and what comes of it: the status, and where the problem document points. */
const REFUSALS: [string, () => Promise<Response>, number, (string | number)?][] = [
  // 400: cannot be read
  ["nothing at all", () => send(""), 400],
  ["no body", () => send(null), 400],
  ["no JSON", () => send("{ samples: }"), 400],
  ["half a JSON", () => send(rows(row).slice(0, -1)), 400],
  ["NaN, which is no JSON", () => send(withNumber("voltage", "NaN")), 400],
  ["Infinity, which is no JSON", () => send(withNumber("voltage", "-Infinity")), 400],
  ["broken UTF-8", () => send(bytes('{"samples":[{"cell":"', [0xff], '"}]}')), 400],
  ["an overlong encoding", () => send(bytes('{"samples":[{"cell":"', [0xc0, 0xaf], '"}]}')), 400],
  ["broken UTF-8 in lines", () => send(bytes('{"cell":"', [0xff], '"}'), NDJSON), 400],
  ["broken UTF-8 in CSV", () => send(bytes(csv(), "\n", [0xff]), CSV), 400],
  ["ten thousand levels of open brackets", () => send("[".repeat(10_000)), 400],
  ["8 MiB of open brackets", () => send("[".repeat(8 * MIB)), 400],
  ["10 MB of open brackets in gzip", () => send(gzipSync("[".repeat(1e7)), GZIP), 400],
  ["8 MiB of open objects as lines", () => send('{"":'.repeat(2 * MIB), NDJSON), 400],
  ["a line that is no JSON", () => send(`${JSON.stringify(row)}\nNaN`, NDJSON), 400, 2],
  ["a quote that does not end", () => send(csv(`"A-01,${row.time},3,1`), CSV), 400, 2],
  ["what is said to be gzip", () => send(rows(row), GZIP), 400],
  ["half of gzip", () => send(gzipSync(rows(row)).subarray(0, -10), GZIP), 400],
  ["garbage behind gzip", () => send(Buffer.concat([gzipSync(rows(row)), Buffer.from("more")]), GZIP), 400],
  ["gzip in gzip", () => send(gzipSync(gzipSync(rows(row))), GZIP), 400],
  ["another digest", () => send(rows(row), { "Content-Digest": `sha-256=:${digest("else")}:` }), 400],
  ["no digest", () => send(rows(row), { "Content-Digest": "sha-256" }), 400],
  ["fewer bytes than said", () => send(rows(row), { "Content-Length": "10000" }), 400],
  ["more bytes than said", () => send(pieces(1, Buffer.from(rows(row))), { "Content-Length": "10" }), 400],
  // 401
  ["no key", () => send(rows(row), { Authorization: "" }), 401],
  ["an unknown key", () => send(rows(row), { Authorization: `Bearer ct_${"x".repeat(43)}` }), 401],
  // 413: too much
  ["over 8 MiB", () => send(" ".repeat(8 * MIB + 1)), 413],
  ["over 8 MiB in pieces", () => send(pieces(1000, Buffer.alloc(MIB, " "))), 413],
  ["10 MB of open brackets", () => send("[".repeat(1e7)), 413],
  ["200 MB in 194 kB of gzip", () => send(gzipSync(Buffer.alloc(200 * MIB)), GZIP), 413],
  ["64 MiB and a byte in gzip", () => send(gzipSync(Buffer.alloc(64 * MIB + 1, " ")), GZIP), 413],
  ["over 50,000 samples", () => send(rows(...Array(50_001).fill(row))), 413],
  ["over 50,000 samples in a list", () => send(series({ time: Array(50_001).fill(row.time) })), 413],
  ["over 50,000 lines", () => send(`${JSON.stringify(row)}\n`.repeat(50_001), NDJSON), 413],
  ["over 50,000 lines of CSV", () => send(csv(...Array(50_001).fill(csvRow)), CSV), 413],
  ["over 1,000 cells", () => send(rows(...Array.from({ length: 1001 }, (_, n) => ({ ...row, cell: `c${n}` })))), 413],
  ["20 million empty objects in gzip", () => send(gzipSync(`{"samples":[${"{},".repeat(2e7)}{}]}`), GZIP), 413],
  ["20 million zeros in gzip", () => send(gzipSync(`{"series":[${"0,".repeat(2e7)}0]}`), GZIP), 413],
  ["an object of 700,000 names", () => send(`{${names(7e5)}}`), 413],
  // 415: another kind
  ["another content type", () => send(rows(row), { "Content-Type": "text/plain" }), 415],
  ["no content type", () => send(Buffer.from(rows(row)), { "Content-Type": "" }), 415],
  ["another charset", () => send(rows(row), { "Content-Type": "application/json; charset=latin1" }), 415],
  ["CSV without a header", () => send(csvRow, { "Content-Type": "text/csv; header=absent" }), 415],
  ["another encoding", () => send(rows(row), { "Content-Encoding": "br" }), 415],
  ["two encodings", () => send(rows(row), { "Content-Encoding": "gzip, gzip" }), 415],
  ["another format asked for", () => post(rows(row), { query: "?format=csv" }), 415],
  ["another format accepted", () => send(rows(row), { Accept: "text/csv" }), 415],
  // 422: wrong in itself
  ["a list", () => send("[]"), 422, ""],
  ["null", () => send("null"), 422, ""],
  ["ten thousand levels of brackets", () => send("[".repeat(10_000) + "]".repeat(10_000)), 422, ""],
  ["as many in the samples", () => send(`{"samples":${"[".repeat(10_000)}${"]".repeat(10_000)}}`), 422, "/samples/0"],
  ["no samples", () => send("{}"), 422, "/samples"],
  ["an empty list", () => send(rows()), 422, "/samples"],
  ["rows and columns", () => send(JSON.stringify({ samples: [row], series: [] })), 422, "/series"],
  ["no samples in columns", () => send(series({ time: [], voltage: [], current: [] })), 422, "/series/0/voltage"],
  ["columns of two lengths", () => send(series({ current: [1, 2] })), 422, "/series/0/current"],
  ["an unknown name in the body", () => send(JSON.stringify({ samples: [row], lab: 1 })), 422, "/lab"],
  ["an unknown name in a row", () => send(rows({ ...row, volts: 3 })), 422, "/samples/0/volts"],
  ["an unknown name in columns", () => send(series({ volts: [3] })), 422, "/series/0/volts"],
  ["an unknown name in a line", () => send(JSON.stringify({ ...row, volts: 3 }), NDJSON), 422, 1],
  ["an unknown name in a header", () => send("cell,time,voltage,current,volts\n", CSV), 422, 1],
  ["a name and its alias in a row", () => send(rows({ ...row, voltage_volt: 3 })), 422, "/samples/0/voltage_volt"],
  ["a name and its alias in columns", () => send(series({ cycle: 1, cycle_count: 1 })), 422, "/series/0/cycle_count"],
  ["a name and its alias in a header", () => send("cell,time,unix_time_second,voltage,current\n", CSV), 422, 1],
  ["a header that says a name twice", () => send("cell,time,voltage,voltage,current\n", CSV), 422, 1],
  ["a header of 700,000 names", () => send(`${names(7e5).replaceAll(":0", "")}\n`, CSV), 422, 1],
  ["a header without a name", () => send("cell,time,voltage\n", CSV), 422, 1],
  ["a header alone", () => send(csv(), CSV), 422],
  ["a short row", () => send(csv(csvRow, "A-01,1"), CSV), 422, 3],
  ["a long row", () => send(csv(csvRow, `${csvRow},`), CSV), 422, 3],
  ["NaN in CSV", () => send(csv(`A-01,${row.time},NaN,-1`), CSV), 422, 2],
  ["1e400 in CSV", () => send(csv(`A-01,${row.time},1e400,-1`), CSV), 422, 2],
  ["empty lines alone", () => send("\n\n", NDJSON), 422],
  ["__proto__ in the body", () => send('{"samples":[{}],"__proto__":{}}'), 422, "/__proto__"],
  ["__proto__ in a row", () => send(`{"samples":[{"__proto__":{"voltage":3}}]}`), 422, "/samples/0/__proto__"],
  ["__proto__ in columns", () => send('{"series":[{"__proto__":[1]}]}'), 422, "/series/0/__proto__"],
  ["__proto__ as a column", () => send("cell,time,voltage,current,__proto__\n", CSV), 422, 1],
  ["__proto__ among the cells", () => send(withCells('{"__proto__":{}}')), 422, "/cells/__proto__"],
  ["constructor in a row", () => send(rows({ ...row, constructor: 1 })), 422, "/samples/0/constructor"],
  ["a missing column", () => send(rows(row, { ...row, current: undefined })), 422, "/samples/1/current"],
  ["text for a number", () => send(rows({ ...row, voltage: "3.7" })), 422, "/samples/0/voltage"],
  ["infinity", () => send(withNumber("voltage", "1e400")), 422, "/samples/0/voltage"],
  ["minus infinity as a test time", () => send(withNumber("testTime", "-1e400")), 422, "/samples/0/testTime"],
  ["infinity as a cycle", () => send(withNumber("cycle", "1e400")), 422, "/samples/0/cycle"],
  [
    "infinity in columns",
    () => send(series({}).replace('"voltage":[3]', '"voltage":[1e400]')),
    422,
    "/series/0/voltage/0",
  ],
  ["an unsafe integer as a record", () => send(withNumber("record", "9007199254740993")), 422, "/samples/0/record"],
  ["an unsafe integer as a step", () => send(withNumber("step", "9007199254740993")), 422, "/samples/0/step"],
  ["an unsafe integer as a time", () => send(withNumber("time", "9007199254740993")), 422, "/samples/0/time"],
  ["over 1,000 V", () => send(rows({ ...row, voltage: -1000.5 })), 422, "/samples/0/voltage"],
  ["over 10,000 A", () => send(rows({ ...row, current: 10_001 })), 422, "/samples/0/current"],
  ["a time of 1970", () => send(rows({ ...row, time: 0 })), 422, "/samples/0/time"],
  ["a time of 9999", () => send(rows({ ...row, time: "9999-12-31T23:59:59Z" })), 422, "/samples/0/time"],
  ["a time in seconds", () => send(rows({ ...row, time: row.time / 1000 })), 422, "/samples/0/time"],
  ["a time in microseconds", () => send(rows({ ...row, time: row.time * 1000 })), 422, "/samples/0/time"],
  [
    "milliseconds as seconds",
    () => send(series({ time: undefined, unix_time_second: [NOW_MS] })),
    422,
    "/series/0/unix_time_second/0",
  ],
  ["a time over 10 minutes ahead", () => send(rows({ ...row, time: NOW_MS + 3_600_000 })), 422, "/samples/0/time"],
  ["a time without offset", () => send(rows({ ...row, time: "2026-01-31T12:00:00" })), 422, "/samples/0/time"],
  ["neither time nor start", () => send(rows({ ...row, time: undefined, testTime: 1 })), 422, "/samples/0/time"],
  ["a bad start", () => send(JSON.stringify({ samples: [row], startedAt: "noon" })), 422, "/startedAt"],
  ["a bad start of a series", () => send(series({ startedAt: "noon" })), 422, "/series/0/startedAt"],
  ["a bad start of a request", () => post(csv(csvRow), { headers: CSV, query: "?startedAt=noon" }), 422, "/startedAt"],
  ["a cell that no URL can name", () => send(rows({ ...row, cell: ".." })), 422, "/samples/0/cell"],
  ["NUL in the name of a cell", () => send(rows({ ...row, cell: "A\u0000" })), 422, "/samples/0/cell"],
  ["NUL in the name of a test", () => send(rows({ ...row, test: "\u0000" })), 422, "/samples/0/test"],
  ["NUL in a cell of CSV", () => send(csv(`A\u0000,${row.time},3,1`), CSV), 422, 2],
  ["half a character in a name", () => send(rows({ ...row, cell: "\ud800" })), 422, "/samples/0/cell"],
  ["an unknown mode", () => send(rows({ ...row, mode: "pulse" })), 422, "/samples/0/mode"],
  ["a field without a name", () => send(withCells('{"A":{"metadata":{"":1}}}')), 422, "/cells/A/metadata/"],
  [
    "a nominal capacity of 0",
    () => send(withCells('{"A":{"nominalCapacityAh":0}}')),
    422,
    "/cells/A/nominalCapacityAh",
  ],
  ["an empty Idempotency-Key", () => send(rows(row), { "Idempotency-Key": "" }), 422, "/Idempotency-Key"],
  ["too long a key", () => send(rows(row), { "Idempotency-Key": "k".repeat(129) }), 422, "/Idempotency-Key"],
  ["a key in two words", () => send(rows(row), { "Idempotency-Key": "a b" }), 422, "/Idempotency-Key"],
  ["an unknown parameter", () => post(rows(row), { query: "?dryRun=1" }), 422, "/dryRun"],
];

it.each(REFUSALS)("refuses %s", async (_, request, status, place) => {
  const before = await countQueued();
  const response = await request();
  const problem = await response.json();
  expect([response.status, problem]).toEqual([status, expect.objectContaining({ status })]);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(problem).toEqual({
    type: expect.any(String),
    title: expect.any(String),
    status,
    detail: expect.stringMatching(/.{10}/),
    errors: expect.any(Array),
  });
  const at = typeof place === "number" ? { row: place } : { pointer: place };
  if (place !== undefined) expect(problem.errors).toContainEqual({ ...at, message: expect.stringMatching(/.{4}/) });
  expect(JSON.stringify(problem)).not.toContain(apiKey);
  expect(await countQueued()).toBe(before);
});

it("counts what the bodies of a key and of a lab hold", async () => {
  const { actor, labId } = await labScopeForApiKey(`Bearer ${apiKey}`, ["ingest"]);
  const holders = [
    [{ kind: "key", id: actor }, env().OPEN_BODIES_MIB_PER_KEY],
    [{ kind: "lab", id: labId }, env().OPEN_BODIES_MIB_PER_LAB],
  ] as const;
  for (const [holder, mib] of holders) {
    const held = holdBytes([holder]);
    held.add(mib * MIB);
    const refused = await send(rows(row));
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
    expect((await refused.json()).detail).toContain(`Bodies of this ${holder.kind} may hold ${mib} MiB at once.`);
    held.release();
    expect((await send(rows(row))).status).toBe(202);
  }
});

it("reads no further than it must", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += MIB;
      controller.enqueue(new Uint8Array(MIB).fill(32));
    },
  });
  expect((await send(endless)).status).toBe(413);
  expect(sent).toBeLessThan(16 * MIB);
});

it("shows the first hundred faults of many", async () => {
  const { errors } = await (await send(rows(...Array(5000).fill({ ...row, step: -1 })))).json();
  expect(errors).toHaveLength(100);
  expect(errors[99].pointer).toBe("/samples/99/step");
});
