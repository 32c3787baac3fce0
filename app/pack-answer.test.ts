import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { Answer } from "@/server/api/http/answer";
import { packAnswer } from "./pack-answer";

const long = Answer.json(
  Array.from({ length: 1000 }, (_, index) => index / 7),
  { status: 200 },
);

it.each([
  ["gzip, deflate", "gzip", gunzipSync],
  ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
  ["br;q=0, gzip;q=0.5", "gzip", gunzipSync],
  ["GZIP", "gzip", gunzipSync],
])("packs for a client that takes %s with %s", async (accepted, encoding, unpack) => {
  const answer = await packAnswer(long, accepted);
  expect(answer.headers).toMatchObject({ "Content-Encoding": encoding, Vary: "Accept-Encoding" });
  expect(answer.headers["Content-Type"]).toBe("application/json");
  expect(String(unpack(answer.body))).toBe(long.body);
});

it.each([undefined, "", "identity", "br;q=0", "gzip;q=0.000", "zstd, x-gzipped"])(
  "leaves it alone for %s",
  async (accepted) => {
    const answer = await packAnswer(long, accepted);
    expect(answer.headers["Content-Encoding"]).toBeUndefined();
    expect(answer.headers.Vary).toBe("Accept-Encoding"); // a cache in between must know that others get another one
    expect(answer.body).toBe(long.body);
  },
);

it("packs an answer that is given again once", async () => {
  const [first, again] = [await packAnswer(long, "br"), await packAnswer(long, "br")];
  expect(again).toBe(first);
});

it("leaves alone what is short and what is packed by itself", async () => {
  const short = Answer.json({ id: 1 }, { status: 200 });
  expect(await packAnswer(short, "br")).toBe(short);
  const parquet = Answer.of(new Uint8Array(10_000), { "Content-Type": "application/vnd.apache.parquet" });
  expect(await packAnswer(parquet, "br")).toBe(parquet);
});

it("leaves alone what was packed before", async () => {
  const packed = Answer.of(new Uint8Array(2000), { "Content-Type": "text/css", "Content-Encoding": "br" });
  expect(await packAnswer(packed, "br")).toBe(packed);
});
