import type { Sample } from "./samples";

/** What the suite reads of a cycle; the API has more. */
export type Cycle = {
  cycle: number;
  complete: boolean;
  partial: boolean;
  chargeCapacityAh: number | null;
  dischargeCapacityAh: number | null;
};

type CellSettings = {
  metadata?: Record<string, string>;
  nominalCapacityAh?: number;
  activeMassG?: number;
  polarity?: "full_cell" | "half_cell_anode";
  formationCycles?: number;
  tests?: Record<string, { endedAt: string }>;
};

const MAX_SAMPLES = 20_000;

/** The REST API as a customer's script uses it. A refusal is an error with the server's own words. */
export class RestClient {
  readonly #baseUrl: string;
  readonly #apiKey: string;

  constructor(baseUrl: string, apiKey: string) {
    this.#baseUrl = baseUrl;
    this.#apiKey = apiKey;
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.#ask("GET", path);
  }

  post<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.#ask("POST", path, body);
  }

  putCell(name: string, settings: CellSettings): Promise<unknown> {
    return this.#ask("PUT", `/api/v1/cells/${encodeURIComponent(name)}`, settings);
  }

  /** Resolves when the server has taken them, not yet when it has counted them. */
  async ingest(samples: readonly Sample[]): Promise<void> {
    for (let from = 0; from < samples.length; from += MAX_SAMPLES) {
      await this.post("/api/v1/ingest", { samples: samples.slice(from, from + MAX_SAMPLES) });
    }
  }

  /** Resolves when the server has taken the whole file. */
  async importFile(query: Record<string, string>, content: Buffer): Promise<string> {
    const path = `/api/v1/imports?${new URLSearchParams(query)}`;
    const { importId } = await this.#send<{ importId: string }>("POST", path, new Uint8Array(content));
    return importId;
  }

  async cycles(cell: string): Promise<Cycle[]> {
    const path = `/api/v1/cells/${encodeURIComponent(cell)}/cycles`;
    const { cycles } = await this.get<{ cycles: Cycle[] }>(path);
    return cycles;
  }

  #ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.#send(method, path, body === undefined ? null : JSON.stringify(body));
  }

  async #send<Answer>(method: string, path: string, body: BodyInit | null): Promise<Answer> {
    const response = await fetch(new URL(path, this.#baseUrl), {
      method,
      headers: { authorization: `Bearer ${this.#apiKey}`, "content-type": "application/json" },
      body,
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json() as Promise<Answer>; // the caller knows what the path answers
  }
}
