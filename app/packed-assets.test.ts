import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packedAssets } from "./packed-assets";

const folder = mkdtempSync(join(tmpdir(), "chargetracker-assets-"));
const script = "export const answer = 42;\n".repeat(100);
let answerTo: ReturnType<typeof packedAssets>;

beforeAll(() => {
  mkdirSync(join(folder, "chunks"));
  writeFileSync(join(folder, "chunks/page.js"), script);
  writeFileSync(join(folder, "chunks/page.js.br"), brotliCompressSync(script));
  writeFileSync(join(folder, "chunks/page.txt.br"), "no script");
  answerTo = packedAssets(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

const asked = (url: string, headers: Record<string, string> = {}, method = "GET") =>
  ({ url, method, headers: { "accept-encoding": "gzip, br", ...headers } }) as unknown as IncomingMessage;
const PAGE = "/_next/static/chunks/page.js";

it("sends what was packed, to be kept for good", () => {
  const answer = answerTo(asked(`${PAGE}?dpl=1`));
  expect(answer?.headers).toEqual({
    "Content-Type": "application/javascript; charset=UTF-8",
    "Content-Encoding": "br",
    "Cache-Control": "public, max-age=31536000, immutable",
    Vary: "Accept-Encoding",
  });
  expect(String(brotliDecompressSync(answer?.body ?? ""))).toBe(script);
});

it.each([
  ["another encoding", asked(PAGE, { "accept-encoding": "gzip" })],
  ["no encoding", asked(PAGE, { "accept-encoding": "br;q=0" })],
  ["a part", asked(PAGE, { range: "bytes=0-10" })],
  ["another method", asked(PAGE, {}, "POST")],
  ["another file", asked("/_next/static/chunks/other.js")],
  ["what is no script", asked("/_next/static/chunks/page.txt")],
  ["what lies beside", asked("/_next/static/chunks/../../../package.json")],
])("leaves %s to Next.js", (_, request) => {
  expect(answerTo(request)).toBeNull();
});

it("has nothing where nothing was built", () => {
  expect(packedAssets(join(folder, "nowhere"))(asked(PAGE))).toBeNull();
});
