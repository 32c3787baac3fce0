import { env } from "../../env";
import { countWaiting } from "../../jobs/job-contract";
import { storeBatchJob } from "../../jobs/contracts/store-batch-job";

export type Handler = (request: Request) => Promise<Response>;
export type SendOptions = { headers?: Record<string, string>; query?: string };

/** Sends bodies to the ingest route with a key; JSON where no other content type is given. */
export function ingestSender(route: Handler, apiKeyOf: () => string) {
  return (body: BodyInit | null, { headers = {}, query = "" }: SendOptions = {}): Promise<Response> => {
    const sent = { Authorization: `Bearer ${apiKeyOf()}`, "Content-Type": "application/json", ...headers };
    // `duplex` is asked for where a body streams; the types of the DOM do not know it.
    const init = { method: "POST", headers: sent, body, duplex: "half" } as RequestInit;
    return route(new Request(`${env().APP_URL}/api/v1/ingest${query}`, init));
  };
}

export const countQueued = (): Promise<number> => countWaiting(storeBatchJob);
