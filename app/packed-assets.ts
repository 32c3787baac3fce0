import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join, sep } from "node:path";
import { Answer } from "@/server/api/http/answer";
import { takes } from "./pack-answer";

const PACKED = ".br";
const TYPES: Readonly<Record<string, string>> = {
  js: "application/javascript; charset=UTF-8",
  css: "text/css; charset=UTF-8",
  svg: "image/svg+xml",
};

/**
 * Scripts and style sheets of the build as `scripts/pack-assets.mjs` packed them, a fifth smaller than Next.js, which packs them anew for each browser.
 * They are few and are kept in memory. @returns null for what Next.js answers: other files, other encodings
 */
export function packedAssets(folder: string): (request: IncomingMessage) => Answer | null {
  const answers = new Map(existsSync(folder) ? readAll(folder) : []);
  return ({ method = "", url = "", headers }) => {
    const answer = answers.get(url.split("?", 1)[0] ?? "");
    const isServed = answer !== undefined && method === "GET" && headers.range === undefined;
    return isServed && takes(String(headers["accept-encoding"] ?? ""), "br") ? answer : null;
  };
}

function readAll(folder: string): [string, Answer][] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((name): [string, Answer][] => {
    const type = TYPES[/\.(\w+)\.br$/.exec(name)?.[1] ?? ""];
    if (type === undefined) return [];
    const path = `/_next/static/${name.slice(0, -PACKED.length).split(sep).join("/")}`;
    const headers = {
      "Content-Type": type,
      "Content-Encoding": "br",
      "Cache-Control": "public, max-age=31536000, immutable",
      Vary: "Accept-Encoding",
    };
    return [[path, Answer.of(new Uint8Array(readFileSync(join(folder, name))), headers)]];
  });
}
