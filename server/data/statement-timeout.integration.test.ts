import { expect, it } from "vitest";
import { env } from "../env";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { createLab } from "../testing/factories";
import { inLab } from "./in-lab";
import { inLabConfig } from "./in-lab-config";

cloneTestDatabase();
Object.assign(env(), { DATABASE_STATEMENT_TIMEOUT_S: 1 }); // before the first connection

it("gives up on a statement that takes too long, says so, and goes on", async () => {
  const { scope } = await createLab();
  const tooLong = "SELECT pg_sleep(60)::text";
  const refused = { kind: "unavailable" };
  await expect(inLab(scope, async (tx) => tx.client.query(tooLong))).rejects.toMatchObject(refused);
  await expect(inLabConfig(scope, (tx) => tx.$queryRawUnsafe(tooLong))).rejects.toMatchObject(refused);
  expect((await inLab(scope, async (tx) => tx.client.query("SELECT 1 AS one"))).rows).toEqual([{ one: 1 }]);
});
