import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { Answer } from "./answer";
import { compressedResponse } from "./compressed-response";

const LARGE = Array.from({ length: 10_000 }, (_, index) => index / 7);
const answerOf = (value: unknown) => Answer.json(value, { status: 200, headers: { "Cache-Control": "no-store" } });
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

it.each(["gzip", "br, gzip;q=0.5", "deflate, GZIP"])(
  "packs a large answer for Accept-Encoding %s",
  async (accepted) => {
    const response = await compressedResponse(answerOf(LARGE), accepted);
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(response.headers.get("vary")).toBe("Accept-Encoding");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(JSON.parse(gunzipSync(await bytesOf(response)).toString())).toEqual(LARGE);
  },
);

it.each([null, "", "br", "gzip;q=0", "identity, gzip; q=0.0"])("leaves it for Accept-Encoding %j", async (accepted) => {
  const response = await compressedResponse(answerOf(LARGE), accepted);
  expect(response.headers.get("content-encoding")).toBeNull();
  expect(await response.json()).toEqual(LARGE);
});

it("leaves small answers, and packs bytes", async () => {
  expect((await compressedResponse(answerOf([1]), "gzip")).headers.get("content-encoding")).toBeNull();
  const bytes = Answer.of(new Uint8Array(100_000), { "Content-Type": "application/vnd.apache.parquet" });
  expect(gunzipSync(await bytesOf(await compressedResponse(bytes, "gzip")))).toHaveLength(100_000);
});
