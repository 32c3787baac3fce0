import { createHash } from "node:crypto";
import { env } from "../../env";
import type { LabScope } from "../../lab-scope";
import type { ArrivingFile } from "../../services/imports/receive-import";
import { storeImport } from "../../services/imports/store-import";
import type { Handler } from "./ingest-sender";

export type ImportAnswer = { status: number; headers: Headers; body: Record<string, unknown> & { importId: string } };
type Sent = { headers?: Record<string, string>; query?: Record<string, string> };

/** Sends files to the route of imports with a key. */
export function importSender(route: Handler, apiKeyOf: () => string) {
  return async (file: BodyInit, { headers = {}, query = {} }: Sent = {}): Promise<ImportAnswer> => {
    const url = `${env().APP_URL}/api/v1/imports?${new URLSearchParams(query)}`;
    // `duplex` is asked for where a body streams; the types of the DOM do not know it.
    const sent = { Authorization: `Bearer ${apiKeyOf()}`, ...headers };
    const init = { method: "POST", headers: sent, body: file, duplex: "half" } as RequestInit;
    const response = await route(new Request(url, init));
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
}

/** What a worker does with an import that waits, turn after turn. */
export async function storeWhole(scope: LabScope, importId: string): Promise<void> {
  while (!(await storeImport(scope, { importId, parts: 100 })));
}

/** A file of the Battery Data Format: a second a row, an hour of charge and an hour of discharge in turn, each pair a cycle. */
export function bdfFile({ rows, from = 0, voltageV = 3 }: { rows: number; from?: number; voltageV?: number }): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const second = from + index;
    const hour = Math.floor(second / 3600);
    return `${second},${voltageV},${hour % 2 === 0 ? 1 : -1},${Math.floor(hour / 2) + 1},${(hour % 2) + 1}`;
  });
  return ["test_time_second,voltage_volt,current_ampere,cycle_count,step_index", ...lines, ""].join("\n");
}

/** When the tests of such files began. */
export const STARTED_AT = "2026-01-01T00:00:00Z";

/** A body that is made while it is read. */
export function streamOf(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = toAsync(pieces);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

async function* toAsync(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
  yield* pieces;
}

/** A file that has arrived, for services that take one. */
export function fileOf(text: string): ArrivingFile {
  const bytes = Buffer.from(text);
  return {
    content: streamOf([new Uint8Array(bytes)]),
    finish: async () => ({ byteSize: bytes.length, sha256: createHash("sha256").update(bytes).digest() }),
    hasBrokenOff: () => false,
    abandon: () => {},
  };
}
