import pg from "pg";
import { expect, it } from "vitest";
import { env } from "../../env";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createLab } from "../../testing/factories";
import { cellSheet } from "./cell-sheet";

cloneTestDatabase();

it("says how many cells a sheet leaves out", async () => {
  const { scope, labId } = await createLab();
  const owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  await owner.query("INSERT INTO cells (lab_id, name) SELECT $1, 'c' || i FROM generate_series(1, 20003) i", [labId]);
  await owner.end();
  const { cells, more } = await cellSheet(scope);
  expect([cells.length, more]).toEqual([20_000, 3]);
});
