import { Agent, request } from "node:http";

export type Answer = {
  /** 0 when there was none. */
  status: number;
  retryAfterS: number;
};

const TIMEOUT_MS = 60_000;

/** Posts ingest bodies over connections that stay open: as little work for each request as can be. */
export class Sender {
  private readonly agent: Agent;
  private readonly target: { hostname: string; port: string; path: string };

  constructor(
    url: string,
    private readonly key: string,
    connections: number,
  ) {
    const { hostname, port } = new URL(url);
    this.target = { hostname, port, path: "/api/v1/ingest" };
    this.agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: "fifo" });
  }

  post(body: Buffer): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${this.key}`,
      "content-type": "application/json",
      "content-length": body.byteLength,
    };
    return new Promise((resolve) => {
      const sent = request(
        { ...this.target, method: "POST", agent: this.agent, headers, timeout: TIMEOUT_MS },
        (answer) => {
          answer.resume();
          answer.on("end", () =>
            resolve({ status: answer.statusCode ?? 0, retryAfterS: Number(answer.headers["retry-after"] ?? 0) }),
          );
          answer.on("error", () => resolve({ status: 0, retryAfterS: 0 }));
        },
      );
      sent.on("timeout", () => sent.destroy());
      sent.on("error", () => resolve({ status: 0, retryAfterS: 0 }));
      sent.end(body);
    });
  }
}
