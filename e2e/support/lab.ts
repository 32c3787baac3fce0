import { randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import { runScript } from "./commands";
import { RestClient } from "./rest-client";

export type Lab = { slug: string; name: string; email: string; password: string; apiKey: string; rest: RestClient };

/** A lab of its own, with an owner and a key, as the operator makes it. */
export async function createLab(baseUrl: string, name = "Bench"): Promise<Lab> {
  const slug = `e2e-${randomBytes(6).toString("hex")}`;
  const email = `owner@${slug}.example.org`;
  const args = ["create-lab", "--name", name, "--email", email, "--slug", slug];
  const { password, apiKey } = JSON.parse(await runScript("scripts/admin.ts", args));
  return { slug, name, email, password, apiKey, rest: new RestClient(baseUrl, apiKey) };
}

/** Gives the lab the field "cathode" and a grouping by it; the answer is the grouping's id. */
export async function groupByCathode({ rest }: Lab): Promise<number> {
  await rest.post("/api/v1/metadata-fields", { name: "cathode", type: "text" });
  const { id } = await rest.post<{ id: number }>("/api/v1/groupings", { name: "Cathode", by: ["cathode"] });
  return id;
}

/** Keys of the groups that a grouping has now, by name. */
export async function groupKeys({ rest }: Lab, groupingId: number): Promise<Record<string, string>> {
  const path = `/api/v1/groupings/${groupingId}/cycles?metric=dischargeCapacityAh`;
  const { groups } = await rest.get<{ groups: { key: string; name: string }[] }>(path);
  return Object.fromEntries(groups.map(({ key, name }) => [name, key]));
}

/** Resolves when the lab's cell has so many finished cycles. */
export async function untilCycles({ rest }: Lab, cell: string, finished: number): Promise<void> {
  // Until its first batch is stored, the cell itself is not found.
  const cycles = () => rest.cycles(cell).catch(() => []);
  const count = async () => (await cycles()).filter(({ complete }) => complete).length;
  await expect.poll(count, { message: `finished cycles of ${cell}`, timeout: 30_000 }).toBeGreaterThanOrEqual(finished);
}
