import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";

// Packs scripts and style sheets of the build as small as they get, each beside its file: `app/packed-assets.ts` sends them.

const FOLDER = new URL("../.next/static/", import.meta.url).pathname;
const PACKABLE = /\.(?:js|css|svg)$/;

const pack = promisify(brotliCompress);
const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .map((name) => join(FOLDER, name))
  .filter((path) => PACKABLE.test(path) && statSync(path).isFile());
await Promise.all(files.map(async (path) => writeFileSync(`${path}.br`, await pack(readFileSync(path)))));
