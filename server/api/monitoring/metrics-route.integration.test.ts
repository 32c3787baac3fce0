import { expect, it } from "vitest";
import { env } from "../../env";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { metricsRoute } from "./metrics-route";

cloneTestDatabase();
Object.assign(env(), { METRICS_TOKEN: "read-by-prometheus-only" });

const ask = (authorization: string | null) =>
  metricsRoute(
    new Request("http://localhost/api/metrics", authorization === null ? {} : { headers: { authorization } }),
  );

it("answers whoever says the token, and nobody else where one is set", async () => {
  for (const said of [null, "read-by-prometheus-only", "Bearer read-by-prometheus-onl", "Bearer "]) {
    const answer = await ask(said);
    expect(answer.status, String(said)).toBe(401);
    expect(await answer.json()).toMatchObject({ detail: "Send METRICS_TOKEN as: Authorization: Bearer …" });
  }
  const answer = await ask("Bearer read-by-prometheus-only");
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain("process_resident_memory_bytes");
});
