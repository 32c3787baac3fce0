import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import { promisify } from "node:util";
import { parquetReadObjects } from "hyparquet";
import Papa from "papaparse";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { answerWith } from "@/app/node-http";
import { env } from "@/server/env";
import { storeBatch } from "@/server/services/batches/store-batch";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";
import { GET as listCycles } from "./cells/[name]/cycles/route";
import { POST as createGrant } from "./grants/route";

// What a link is for: a program that knows nothing but its URL reads the table over HTTP.

cloneTestDatabase();

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    answerWith(listCycles.answer, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = z.object({ port: z.int() }).parse(server.address());
  env().APP_URL = `http://127.0.0.1:${address.port}`;

  const { scope } = await createLab();
  const samples = Array.from({ length: 12 }, (_, index) => ({
    // Two rows an hour apart each way: a cycle moves 1 Ah at 1 A.
    timeUs: 1.7e15 + index * 3600e6,
    voltageV: 3.7,
    currentA: index % 4 < 2 ? 1 : -1,
    cycle: 1 + Math.floor(index / 4),
    step: 1 + Math.floor((index % 4) / 2),
  }));
  await storeBatch(scope, batchOf("Zelle 1 & 2", samples));
  const { apiKey } = await createApiKey(scope, { name: "all", scopes: ["read", "manage"] });
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const made = await createGrant(
    new Request(`${env().APP_URL}/api/v1/grants`, {
      method: "POST",
      headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" },
      body: JSON.stringify({ resource: { kind: "cell", name: "Zelle 1 & 2" }, reads: ["cycles"], expiresAt }),
    }),
  );
  ({ cycles: url } = z.object({ cycles: z.string() }).parse((await made.json()).urls));
});
afterAll(() => server.close());

const CYCLES = [
  { cycle: 1, dischargeCapacityAh: 1 },
  { cycle: 2, dischargeCapacityAh: 1 },
  { cycle: 3, dischargeCapacityAh: 1 },
];

/** Pandas where this Python has it, else what every Python has. */
const READ = `
import json, sys
csv_url, parquet_url = sys.argv[1:]
try:
    import pandas
    frames = [pandas.read_csv(csv_url)]
    try:
        import pyarrow
        frames.append(pandas.read_parquet(parquet_url))
    except ImportError:
        pass
    tables = [frame.to_dict("records") for frame in frames]
except ImportError:
    import csv, io, urllib.request
    tables = [list(csv.DictReader(io.TextIOWrapper(urllib.request.urlopen(csv_url), encoding="utf-8", newline="")))]
print(json.dumps([[{"cycle": int(row["cycle"]), "dischargeCapacityAh": float(row["dischargeCapacityAh"])} for row in rows] for rows in tables]))
`;

/** What a Python read; null where the machine has none. */
async function readByPython(args: readonly string[]): Promise<unknown> {
  for (const python of ["/usr/bin/python3", "python3"]) {
    const ran = await promisify(execFile)(python, ["-c", READ, ...args]).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (ran) return JSON.parse(ran.stdout);
  }
  return null;
}

it("is read by Python from its URL alone, by pandas where that is there", async () => {
  const tables = z
    .array(z.unknown())
    .nullable()
    .parse(await readByPython([`${url}&format=csv`, `${url}&format=parquet`]));
  for (const table of tables ?? [CYCLES]) expect(table).toEqual(CYCLES);
});

it("is read as CSV and as Parquet by whoever fetches it", async () => {
  const csv = await fetch(`${url}&format=csv`);
  expect(csv.headers.get("cache-control")).toBe("private, no-store");
  const parsed = Papa.parse<Record<string, unknown>>(await csv.text(), {
    header: true,
    dynamicTyping: true,
    skipEmptyLines: true,
  });
  expect(parsed.data).toMatchObject(CYCLES);
  const file = await (await fetch(`${url}&format=parquet`)).arrayBuffer();
  const rows = await parquetReadObjects({ file, columns: ["cycle", "dischargeCapacityAh"] });
  expect(rows.map(({ cycle, dischargeCapacityAh }) => ({ cycle: Number(cycle), dischargeCapacityAh }))).toEqual(CYCLES);
  expect((await fetch(url.slice(0, -1))).status).toBe(404);
});
