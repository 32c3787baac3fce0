import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { streamOf } from "../../testing/senders/import-sender";
import { arrivingFile, type FileLimits } from "./arriving-file";

const LIMITS: FileLimits = { sentBytes: 2 ** 20, inflatedBytes: 2 ** 20, patienceMs: 60_000, enoughBytes: 1000 };

function fileOf(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  headers: Record<string, string> = {},
  limits = LIMITS,
) {
  const body = streamOf(pieces);
  // `duplex` is asked for where a body streams; the types of the DOM do not know it.
  const init = { method: "POST", body, headers, duplex: "half" } as RequestInit;
  return arrivingFile(new Request("http://localhost/", init), limits);
}

async function textOf({ content }: ReturnType<typeof fileOf>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** What reading a file to its end comes to. */
const endOf = (file: ReturnType<typeof fileOf>) =>
  textOf(file)
    .then(() => file.finish())
    .then(
      () => "taken",
      (error) => error.kind,
    );
const bytes = (text: string) => Buffer.from(text);
const GZIP = { "Content-Encoding": "gzip" };

it("gives a file piece by piece, and says what was sent", async () => {
  const file = fileOf([bytes("a,b\n"), bytes("1,2\n")]);
  expect(await textOf(file)).toBe("a,b\n1,2\n");
  const sha256 = createHash("sha256").update("a,b\n1,2\n").digest();
  expect(await file.finish()).toEqual({ byteSize: 8, sha256 });
});

it("opens what was packed, in one member or several, and means the bytes as sent by their digest", async () => {
  const packed = Buffer.concat([gzipSync("one "), gzipSync("two")]);
  const file = fileOf([packed.subarray(0, 13), packed.subarray(13)], GZIP);
  expect(await textOf(file)).toBe("one two");
  expect(await file.finish()).toEqual({
    byteSize: packed.length,
    sha256: createHash("sha256").update(packed).digest(),
  });
});

it("counts what a reader left unread", async () => {
  const file = fileOf([bytes("head\n"), bytes("tail\n")]);
  for await (const piece of file.content) {
    expect(piece.toString()).toBe("head\n");
    break;
  }
  expect(await file.finish()).toMatchObject({ byteSize: 10 });
});

it("reads no more than it is asked for", async () => {
  let made = 0;
  async function* endless() {
    for (;;) {
      made += 1;
      yield Buffer.alloc(1024);
    }
  }
  const iterator = fileOf(endless()).content[Symbol.asyncIterator]();
  for (let count = 0; count < 5; count++) await iterator.next();
  expect(made).toBeLessThan(10);
});

it.each<[string, Parameters<typeof fileOf>, string]>([
  ["another encoding", [[bytes("")], { "Content-Encoding": "br" }], "unsupported_media_type"],
  ["no gzip", [[bytes("no gzip")], GZIP], "malformed"],
  ["half a gzip", [[gzipSync("x".repeat(9999)).subarray(0, 30)], GZIP], "malformed"],
  ["another digest", [[bytes("a")], { "Content-Digest": "sha-256=:AAAA:" }], "malformed"],
  ["fewer bytes than declared", [[bytes("a")], { "Content-Length": "2" }], "malformed"],
  ["more bytes than may be sent", [[Buffer.alloc(2 ** 20 + 1)]], "too_large"],
  ["what says that it is too large", [[bytes("a")], { "Content-Length": String(2 ** 20 + 1) }], "too_large"],
  ["more than may come out of it", [[gzipSync(Buffer.alloc(2 ** 20 + 1))], GZIP], "too_large"],
])("refuses %s", async (_, args, kind) => {
  const end = await Promise.resolve()
    .then(() => endOf(fileOf(...args)))
    .catch((error) => error.kind);
  expect(end).toBe(kind);
});

it("waits for a sender as long as enough arrives", async () => {
  async function* dripping(pieceBytes: number) {
    for (let count = 0; count < 12; count++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      yield Buffer.alloc(pieceBytes);
    }
  }
  const limits = { ...LIMITS, patienceMs: 60 };
  expect(await endOf(fileOf(dripping(1), {}, limits)), "12 bytes in 120 ms").toBe("too_slow");
  expect(await endOf(fileOf(dripping(1000), {}, { ...LIMITS, patienceMs: 5_000 }))).toBe("taken");
});

it("knows a sender that went away from one that sent something wrong", async () => {
  async function* broken() {
    yield bytes("half of ");
    throw new Error("connection lost");
  }
  const [lost, wrong] = [fileOf(broken()), fileOf([bytes("no gzip")], GZIP)];
  expect([await endOf(lost), await endOf(wrong)]).toEqual(["malformed", "malformed"]);
  expect([lost.hasBrokenOff(), wrong.hasBrokenOff()]).toEqual([true, false]);
});
