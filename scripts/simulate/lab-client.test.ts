import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { LabClient, Refusal } from "./lab-client";
import { prepareLab } from "./prepare-lab";

type Sent = { path: string; method: string; body: unknown; key: string | null };

/** A client whose server gives these answers in turn, and what it was sent. */
function clientAnswered(...answers: (Response | Error)[]): { client: LabClient; sent: Sent[]; stop: AbortController } {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
    const headers = new Headers(init.headers);
    const path = url.pathname;
    sent.push({ path, method: init.method ?? "", body: init.body ?? null, key: headers.get("Idempotency-Key") });
    const answer = answers.shift();
    if (answer instanceof Response) return answer;
    throw answer ?? new Error("asked too often");
  });
  const stop = new AbortController();
  return {
    client: new LabClient({ url: "http://lab", key: "ct_a", signal: stop.signal, print: () => {} }),
    sent,
    stop,
  };
}

const problem = (status: number, body: object) => Response.json(body, { status });
const taken = () => Response.json({ batchId: "b1", accepted: 1, duplicate: false, ignored: [] }, { status: 202 });

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("the client", () => {
  it("sends the same bytes with the same key until the server takes them", async () => {
    const busy = new Response(null, { status: 503, headers: { "Retry-After": "0" } });
    const { client, sent } = clientAnswered(busy, new Error("socket closed"), taken(), taken());
    expect(await client.ingest({ samples: [1] }, { patient: true })).toBe("b1");
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map(({ body, key }) => `${String(body)} ${key}`)).size).toBe(1);
    await client.ingest({ samples: [1] }, { patient: true });
    expect(sent[3]?.key).not.toBe(sent[0]?.key); // another batch, though its bytes are the same
  });

  it("stops at a refusal and says what to correct", async () => {
    const errors = [{ pointer: "/samples/0/time", message: "lies ahead" }];
    const { client, sent } = clientAnswered(problem(422, { detail: "The batch is refused.", errors }));
    const failure = client.ingest({ samples: [] }, { patient: true });
    await expect(failure).rejects.toThrow("422 The batch is refused.\n  /samples/0/time: lies ahead");
    await expect(failure).rejects.toBeInstanceOf(Refusal);
    expect(sent).toHaveLength(1);
  });

  it("tells what is not there from what is refused, and a batch that failed from one that waits", async () => {
    const failed = Response.json({ status: "failed", error: "cell_deleted" });
    const waiting = Response.json({ status: "queued", error: null });
    const { client } = clientAnswered(problem(404, {}), problem(401, { detail: "No such key." }), waiting, failed);
    expect(await client.get("/api/v1/cells/A", z.object({}))).toBeNull();
    await expect(client.get("/api/v1/cells/A", z.object({}))).rejects.toThrow("No such key.");
    expect(await client.isStored("b1")).toBe(false);
    await expect(client.isStored("b1")).rejects.toThrow("cell_deleted");
  });

  it("gives up its waiting when it is stopped", async () => {
    const { client, stop } = clientAnswered(new Response(null, { status: 503, headers: { "Retry-After": "60" } }));
    const failure = client.ingest({ samples: [] }, { patient: true });
    setImmediate(() => stop.abort());
    await expect(failure).rejects.toThrow(/abort/);
  });
});

describe("a lab that is prepared", () => {
  const fields = () => Response.json({ metadataFields: [{ name: "cathode", type: "choice", options: ["W"] }] });
  const groupings = () => Response.json({ groupings: [] });

  it("gets only what it lacks, its first grouping first, also when somebody else was quicker", async () => {
    const made = () => Response.json({}, { status: 201 });
    const { client, sent } = clientAnswered(fields(), groupings(), made(), problem(409, {}), made(), made());
    await prepareLab(client, () => {});
    const posts = sent.filter(({ method }) => method === "POST");
    expect(posts.map(({ body }) => JSON.parse(String(body)).name)).toEqual([
      "test type",
      "channel",
      "Cathode",
      "Cathode and test type",
    ]);
  });

  it("is left as it is where the key may not change it", async () => {
    const { client, sent } = clientAnswered(fields(), groupings(), problem(403, { detail: "no" }));
    const lines: string[] = [];
    await prepareLab(client, (line) => lines.push(line));
    expect(sent).toHaveLength(3);
    expect(lines).toHaveLength(1);
  });
});
