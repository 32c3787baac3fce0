import type { APIRequestContext, Page } from "@playwright/test";

/** A procedure's answer, or the code it was refused with. */
export type Answer = { code: string; message: string; data: Record<string, unknown> };

type Envelope = {
  result?: { data?: Record<string, unknown> };
  error?: { message?: string; data?: { code?: string } };
};

const toAnswer = ({ result, error }: Envelope): Answer => ({
  code: error ? (error.data?.code ?? "?") : "answered",
  message: error?.message ?? "",
  data: result?.data ?? {},
});

const queryOf = (procedure: string, input: unknown) =>
  `/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;

/** Asks from inside the page, as its own code does: with its cookies, its origin and its policy. */
export async function askFromPage(page: Page, procedure: string, input: unknown, isQuery = false): Promise<Answer> {
  const path = isQuery ? queryOf(procedure, input) : `/api/trpc/${procedure}`;
  const body = isQuery ? null : JSON.stringify(input);
  const envelope = await page.evaluate(
    async ({ path, body }) => {
      const sent = body === null ? {} : { method: "POST", headers: { "content-type": "application/json" }, body };
      return (await fetch(path, sent)).json();
    },
    { path, body },
  );
  return toAnswer(envelope);
}

/** Asks beside the page, for somebody who has none open. */
export async function ask(request: APIRequestContext, procedure: string, input: object): Promise<Answer> {
  const headers = { origin: new URL(process.env.APP_URL ?? "http://localhost:3000").origin };
  const response = await request.post(`/api/trpc/${procedure}`, { data: input, headers });
  return toAnswer(await response.json());
}

/** As `ask`, for a procedure that changes nothing. */
export async function read(request: APIRequestContext, procedure: string, input: object): Promise<Answer> {
  return toAnswer(await (await request.get(queryOf(procedure, input))).json());
}
