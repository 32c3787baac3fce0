import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { deflateSync, gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { type BodyLimits, contentOf, readBody, readJsonBody } from "./read-body";

const MIB = 1024 * 1024;
const LIMITS: BodyLimits = { sentBytes: 1000, inflatedBytes: 20 * MIB, deadlineMs: 60_000 };
const text = '{"cell":"Zelle ü"}';
const packed = gzipSync(text);

function requestOf(body: BodyInit | null, headers: Record<string, string> = {}): Request {
  // `duplex` is asked for where a body streams; the types of the DOM do not know it.
  const init = { method: "POST", body, headers, duplex: "half" } as RequestInit;
  return new Request("http://localhost/", init);
}

const bytesOf = async (body: BodyInit | null, headers: Record<string, string> = {}, limits = LIMITS) =>
  contentOf(await readBody(requestOf(body, headers), limits), limits);
const read = async (...args: Parameters<typeof bytesOf>) => (await bytesOf(...args)).toString();
const kindOf = (body: BodyInit | null, headers: Record<string, string> = {}, limits = LIMITS) =>
  read(body, headers, limits).then(
    () => "taken",
    (error) => error.kind,
  );
const digestOf = (bytes: string | Uint8Array, hash = "sha256") => createHash(hash).update(bytes).digest("base64");
const GZIP = { "Content-Encoding": "gzip" };

function streamOf(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(Buffer.from(chunk));
      controller.close();
    },
  });
}

it("reads bodies whole, in pieces, and packed", async () => {
  expect(await read(text)).toBe(text);
  expect(await read(null)).toBe("");
  expect(await read(streamOf("a", "", "bc"))).toBe("abc");
  expect(await read(packed, GZIP)).toBe(text);
  expect(await read(packed, { "Content-Encoding": " X-GZip " })).toBe(text);
  expect(await read(streamOf(packed.subarray(0, 7), packed.subarray(7)), GZIP)).toBe(text);
  expect(await read(Buffer.concat([packed, gzipSync("!")]), GZIP)).toBe(`${text}!`); // as `cat a.gz b.gz` makes it
  expect(await read(gzipSync(""), GZIP)).toBe("");
  expect((await readBody(requestOf(packed, GZIP), LIMITS)).sent.equals(packed)).toBe(true);
});

it("reads what inflates to more than is inflated at once, whatever its last bytes say of that", async () => {
  const large = gzipSync(Buffer.alloc(10 * MIB, "[1.25,"));
  const limits = { ...LIMITS, sentBytes: MIB };
  expect((await bytesOf(large, GZIP, limits)).length).toBe(10 * MIB);
  const lying = Buffer.concat([large, gzipSync("")]); // what the last member says is 0
  expect((await bytesOf(lying, GZIP, limits)).length).toBe(10 * MIB);
});

it.each([
  ["another encoding", text, { "Content-Encoding": "br" }, "unsupported_media_type"],
  ["two encodings", packed, { "Content-Encoding": "gzip, gzip" }, "unsupported_media_type"],
  ["no gzip", text, GZIP, "malformed"],
  ["nothing", "", GZIP, "malformed"],
  ["deflate", deflateSync(text), GZIP, "malformed"],
  ["half of gzip", packed.subarray(0, -9), GZIP, "malformed"],
  ["gzip without its last byte", packed.subarray(0, -1), GZIP, "malformed"],
  [
    "gzip with another sum",
    Buffer.concat([packed.subarray(0, -8), Buffer.alloc(4), packed.subarray(-4)]),
    GZIP,
    "malformed",
  ],
  ["garbage behind gzip", Buffer.concat([packed, Buffer.from("garbage")]), GZIP, "malformed"],
  ["zeros behind gzip", Buffer.concat([packed, Buffer.alloc(3)]), GZIP, "malformed"],
  ["garbage behind zeros behind gzip", Buffer.concat([packed, Buffer.alloc(3), Buffer.from("x")]), GZIP, "malformed"],
  [
    "garbage behind a large one",
    Buffer.concat([gzipSync(Buffer.alloc(10 * MIB)), Buffer.from("x")]),
    GZIP,
    "malformed",
  ],
  ["half of a large one", gzipSync(Buffer.alloc(19 * MIB)).subarray(0, -9), GZIP, "malformed"],
  ["too much as sent", "x".repeat(20_001), {}, "too_large"],
  ["too much in pieces", streamOf("x".repeat(15_000), "x".repeat(5_001)), {}, "too_large"],
  ["too much inside", gzipSync(Buffer.alloc(20 * MIB + 1)), GZIP, "too_large"],
  [
    "too much inside, whatever its last bytes say",
    Buffer.concat([gzipSync(Buffer.alloc(9 * MIB)), gzipSync(Buffer.alloc(12 * MIB)), gzipSync("")]),
    GZIP,
    "too_large",
  ],
  ["fewer bytes than said", text, { "Content-Length": "100" }, "malformed"],
  ["more bytes than said", streamOf(text), { "Content-Length": "3" }, "malformed"],
  ["no length", text, { "Content-Length": "many" }, "malformed"],
])("refuses %s", async (_, body, headers, kind) => {
  expect(await kindOf(body, { ...headers }, { ...LIMITS, sentBytes: 20_000 })).toBe(kind);
});

it.each([
  ["sha-256", { "Content-Digest": `sha-256=:${digestOf(packed)}:` }, "taken"],
  ["sha-512", { "Content-Digest": `sha-512=:${digestOf(packed, "sha512")}:` }, "taken"],
  ["several", { "Content-Digest": `unixsum=:AAE=:, sha-256=:${digestOf(packed)}:;note="x"` }, "taken"],
  ["one that is not known", { "Content-Digest": "md5=:AAAA:" }, "taken"],
  ["the digest of what is inside", { "Content-Digest": `sha-256=:${digestOf(text)}:` }, "malformed"],
  ["half a digest", { "Content-Digest": `sha-256=:${digestOf(packed).slice(0, 20)}:` }, "malformed"],
  ["one that is wrong of two", { "Content-Digest": `sha-256=:${digestOf(packed)}:, sha-512=:AAAA:` }, "malformed"],
  ["hexadecimal", { "Content-Digest": `sha-256=${createHash("sha256").update(packed).digest("hex")}` }, "malformed"],
  ["the header before RFC 9530", { "Content-Digest": "SHA-256=AAAA" }, "malformed"],
  ["nothing", { "Content-Digest": "" }, "malformed"],
])("compares Content-Digest over the bytes as sent: %s", async (_, headers, kind) => {
  expect(await kindOf(packed, { ...GZIP, ...headers })).toBe(kind);
});

it("gives a body up that does not end", async () => {
  let isCancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: () => new Promise(() => {}), // a byte, and then never another
    start: (controller) => controller.enqueue(Buffer.from("{")),
    cancel: () => {
      isCancelled = true;
    },
  });
  expect(await kindOf(endless, {}, { ...LIMITS, deadlineMs: 10 })).toBe("too_slow");
  expect(isCancelled).toBe(true);
});

it("tells a body that breaks off from one that is whole", async () => {
  const broken = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from("{")),
    pull: (controller) => controller.error(new Error("socket closed")),
  });
  expect(await kindOf(broken)).toBe("malformed");
});

it("reads packed JSON everywhere, and refuses what is none", async () => {
  const json = { "Content-Type": "application/json" };
  expect(await readJsonBody(requestOf(packed, { ...json, ...GZIP }))).toEqual({ cell: "Zelle ü" });
  const refusalOf = (body: BodyInit, headers = json) =>
    readJsonBody(requestOf(body, headers)).catch(({ kind }) => kind);
  expect(await refusalOf("{")).toBe("malformed");
  expect(await refusalOf(Buffer.from([0x22, 0xff, 0x22]))).toBe("malformed");
  expect(await refusalOf(text, { "Content-Type": "text/csv" })).toBe("unsupported_media_type");
});

/** Sends what comes on its standard input as a body, often and at once, and prints by how many MiB its memory rose at most. */
const MEMORY_PROBE = `
  import { readFileSync } from "node:fs";
  import { gzipSync } from "node:zlib";
  import { contentOf, INGEST_BODY_LIMITS, readBody } from "./server/api/http/read-body.ts";
  const send = (body) => {
    const request = new Request("http://localhost/", { method: "POST", body, headers: { "Content-Encoding": "gzip" } });
    return readBody(request, INGEST_BODY_LIMITS)
      .then((body) => contentOf(body, INGEST_BODY_LIMITS))
      .then(() => "taken", ({ kind }) => kind);
  };
  const body = readFileSync(0);
  for (let sent = 0; sent < 3; sent++) await send(gzipSync(Buffer.alloc(100_000)));
  const before = process.resourceUsage().maxRSS;
  const kinds = await Promise.all(Array.from({ length: 5 }, () => send(body)));
  console.log(JSON.stringify({ kinds, risenMib: (process.resourceUsage().maxRSS - before) / 1024 }));
`;

it("takes no memory for what inflates to far too much", { timeout: 60_000 }, () => {
  const bomb = gzipSync(Buffer.alloc(200 * MIB));
  expect(bomb.length).toBeLessThan(210_000);
  const args = ["--import", "tsx", "--input-type=module", "-e", MEMORY_PROBE];
  const { stdout, stderr } = spawnSync(process.execPath, args, { input: bomb, encoding: "utf8" });
  expect(stderr).toBe("");
  const { kinds, risenMib } = JSON.parse(stdout);
  expect(kinds).toEqual(Array(5).fill("too_large"));
  expect(risenMib).toBeLessThan(32);
});
