import { expect, it } from "vitest";
import { createCaller } from "@/server/api/trpc/root";
import { inTurnOfLab } from "@/server/api/turns-of-labs";
import { env } from "@/server/env";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createStaffedLab } from "@/server/testing/team";
import { GET as listCells } from "./cells/route";

cloneTestDatabase();

const MOST_WAITING = 200;

async function lab() {
  const { admin, slug } = await createStaffedLab();
  const { apiKey } = await createApiKey(admin.scope, { name: "read", scopes: ["read"] });
  const caller = createCaller({ user: { userId: admin.userId, email: "", name: "" }, isSignedIn: async () => true });
  return {
    scope: admin.scope,
    byKey: async () => {
      const request = new Request(`${env().APP_URL}/api/v1/cells`, { headers: { Authorization: `Bearer ${apiKey}` } });
      return (await listCells(request)).status;
    },
    onPage: async () => (await caller.cells.sheet({ labSlug: slug })).cells.length,
  };
}

/** Takes all turns of a lab until it is told to end. */
function holdTurns({ scope }: Awaited<ReturnType<typeof lab>>) {
  const { promise, resolve: end } = Promise.withResolvers<void>();
  const held = Array.from({ length: env().LAB_REQUESTS_AT_ONCE }, () => inTurnOfLab(scope, () => promise));
  return { end, held };
}

it("lets what is asked of one lab wait for its turn, by key and on pages, and answers another lab meanwhile", async () => {
  const [busy, other] = [await lab(), await lab()];
  const { end } = holdTurns(busy);
  const answered: string[] = [];
  const waiting = [busy.byKey(), busy.onPage()].map((one, index) => one.then(() => answered.push(`busy ${index}`)));
  expect([await other.byKey(), await other.onPage()]).toEqual([200, 0]);
  expect(answered).toEqual([]);
  end();
  await Promise.all(waiting);
  expect(answered).toHaveLength(2);
});

it("asks to come again where too many wait", async () => {
  const busy = await lab();
  const { end, held } = holdTurns(busy);
  const waiting = Array.from({ length: MOST_WAITING }, () => inTurnOfLab(busy.scope, async () => {}));
  expect(await busy.byKey()).toBe(429);
  end();
  await Promise.all([...held, ...waiting]);
  expect(await busy.byKey()).toBe(200);
});
