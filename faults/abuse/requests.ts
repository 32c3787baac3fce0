import { z } from "zod";
import { statusOf, type Target } from "./abuse";

export const REFUSED = [400, 401, 403, 404, 405, 409, 411, 413, 414, 415, 422, 429, 431, 501] as const;
export const START_MS = Date.UTC(2026, 0, 1);
export const SECOND_MS = 1000;

export const withKey = ({ key }: Target) => ({ authorization: `Bearer ${key}`, "content-type": "application/json" });
export const asMember = ({ cookie, url }: Target) => ({ cookie, origin: url, "content-type": "application/json" });

export const sample = (cell: string, timeMs: number, extra: object = {}) => ({
  cell,
  time: timeMs,
  voltage: 3.5,
  current: 1,
  ...extra,
});

export const importFile = (target: Target, body: string | Uint8Array<ArrayBuffer>) =>
  statusOf(`${target.url}/api/v1/imports?cell=abuse&startedAt=2026-11-20T00:00:00Z`, {
    method: "POST",
    headers: { authorization: `Bearer ${target.key}` },
    body,
  });

export const ingest = (target: Target, body: unknown, headers: Record<string, string> = {}) =>
  statusOf(`${target.url}/api/v1/ingest`, {
    method: "POST",
    headers: { ...withKey(target), ...headers },
    body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body),
  });

/** What a REST path answers to the lab's key. */
export const read = (target: Target, path: string) => statusOf(target.url + path, { headers: withKey(target) });

/** What a page does: a procedure that changes something. */
export const change = (target: Target, procedure: string, input: object) =>
  statusOf(`${target.url}/api/trpc/${procedure}`, {
    method: "POST",
    headers: asMember(target),
    body: JSON.stringify(input),
  });

/** What a page asks. */
export const ask = (target: Target, procedure: string, input: object = {}) => {
  const asked = encodeURIComponent(JSON.stringify({ labSlug: target.labSlug, ...input }));
  return statusOf(`${target.url}/api/trpc/${procedure}?input=${asked}`, { headers: asMember(target) });
};

const groupingList = z.object({ groupings: z.array(z.object({ id: z.int(), name: z.string() })) });

/** The id of one of the lab's groupings. */
export async function groupingId(target: Target, name: string): Promise<number> {
  const response = await fetch(`${target.url}/api/v1/groupings`, { headers: withKey(target) });
  const { groupings } = groupingList.parse(await response.json());
  return groupings.find((grouping) => grouping.name === name)?.id ?? 0;
}
