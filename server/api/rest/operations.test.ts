import { globSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openApiDocument } from "./openapi";
import type { Operation } from "./operation";
import { OPERATIONS } from "./operations";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** What each route file of the REST API answers, and the operation that it does it by. */
async function mountedRoutes() {
  const root = join(import.meta.dirname, "../../../app/api/v1");
  const mounted: { route: string; operation: unknown }[] = [];
  for (const file of globSync("**/route.ts", { cwd: root }).sort()) {
    if (file.startsWith("[...")) continue; // answers for what is not there
    const folder = file.split("/").slice(0, -1);
    const path = ["/api/v1", ...folder.map((name) => name.replace(/^\[(\w+)\]$/, "{$1}"))].join("/");
    const module: Record<string, { operation?: unknown }> = await import(join(root, file));
    for (const method of METHODS.filter((name) => name in module)) {
      mounted.push({ route: `${method} ${path}`, operation: module[method]?.operation });
    }
  }
  return mounted;
}

const routeOf = ({ method, path }: Operation) => `${method} ${path}`;

it("describes every route that is mounted, and mounts every route that it describes", async () => {
  const mounted = await mountedRoutes();
  const described = Object.values<Operation>(OPERATIONS).map(routeOf);
  expect(mounted.map(({ route }) => route).sort()).toEqual([...described].sort());
  const byRoute = new Map(Object.values<Operation>(OPERATIONS).map((operation) => [routeOf(operation), operation]));
  for (const { route, operation } of mounted) expect(operation, route).toBe(byRoute.get(route));
});

it("puts each of them into the OpenAPI document, with its body and its refusals", () => {
  const document = JSON.parse(JSON.stringify(openApiDocument()));
  for (const [name, operation] of Object.entries<Operation>(OPERATIONS)) {
    const described = document.paths[operation.path][operation.method.toLowerCase()];
    expect(described.operationId).toBe(name);
    expect(described.requestBody !== undefined).toBe(operation.body !== null);
    expect(Object.keys(described.responses)).toEqual(
      expect.arrayContaining([String(operation.answer.status), "401", "403"]),
    );
  }
  const sample = document.components.schemas.Sample;
  expect(sample.required).toEqual(["cell", "voltage", "current"]);
  expect(sample.additionalProperties).toBe(false);
  expect(sample.properties.voltage).toMatchObject({ minimum: -1000, maximum: 1000 });
});

it("describes every form that an ingest body may have, and every header that counts", () => {
  const document = JSON.parse(JSON.stringify(openApiDocument()));
  const { requestBody, parameters, responses } = document.paths["/api/v1/ingest"].post;
  expect(Object.keys(requestBody.content)).toEqual(["application/json", "application/x-ndjson", "text/csv"]);
  expect(requestBody.content["application/json"].schema.$ref).toBe("#/components/schemas/IngestBody");
  expect(document.components.schemas.IngestBody.anyOf).toHaveLength(2);
  expect(document.components.schemas.Series.required).toEqual(["cell", "voltage", "current"]);
  expect(parameters.map(({ name }: { name: string }) => name)).toEqual([
    "startedAt",
    "Idempotency-Key",
    "Content-Encoding",
    "Content-Digest",
  ]);
  expect(Object.keys(responses)).toEqual(
    expect.arrayContaining(["202", "400", "408", "413", "415", "422", "429", "503"]),
  );
});

it("lets no refused status hide another", () => {
  for (const operation of Object.values<Operation>(OPERATIONS)) {
    expect(operation.refusals).not.toContain("internal");
    expect(operation.keyScopes.length).toBeGreaterThan(0);
  }
});
