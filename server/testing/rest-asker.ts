import { expect } from "vitest";
import type { z } from "zod";
import type { Operation } from "../api/rest/operation";
import { OPERATIONS } from "../api/rest/operations";
import { env } from "../env";

/** Every route file of the REST API, by its path below app/api/v1. */
export type Routes = Record<string, Record<string, (request: Request) => Promise<Response>>>;
export type OperationName = keyof typeof OPERATIONS;
export type Sent = {
  params?: Record<string, string | number>;
  query?: Record<string, string> | [string, string][];
  body?: unknown;
  /** What is no JSON. */
  file?: string;
};

/** Asks operations as a customer does, by their URL; an answer is what the description promises, and nothing that it does not say. */
export function restAsker(routes: Routes) {
  return async function ask(apiKey: string, name: OperationName, { params = {}, query = {}, body, file }: Sent = {}) {
    const { method, path }: Operation = OPERATIONS[name];
    const filled = path.replace(/\{(\w+)\}/g, (_, key) => encodeURIComponent(params[key] ?? ""));
    const route = `.${path.slice("/api/v1".length).replace(/\{(\w+)\}/g, "[$1]")}/route.ts`;
    const url = `${env().APP_URL}${filled}?${new URLSearchParams(query)}`;
    const headers = { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" };
    const sent = file ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await routes[route]?.[method]?.(
      new Request(url, { method, headers, ...(sent === undefined ? {} : { body: sent }) }),
    );
    if (!response) throw new Error(`${method} ${path} is not mounted`);
    if (!response.headers.get("content-type")?.includes("json")) {
      return { status: response.status, answer: await response.text(), headers: response.headers };
    }
    const answer = await response.json();
    if (response.ok) expect(answer).toEqual((OPERATIONS[name].answer.schema as z.ZodType).parse(answer));
    return { status: response.status, answer, headers: response.headers };
  };
}
