import pg from "pg";
import type { Lab } from "./lab";

/** Marks what is stored of a lab as made by the formulas of an earlier release, as the database of an upgraded installation is. */
export async function ageFormulas({ slug }: Lab): Promise<void> {
  const owner = new pg.Client({ connectionString: process.env.MIGRATE_DATABASE_URL });
  await owner.connect();
  try {
    for (const table of ["runs", "cycles", "test_states"]) {
      const ofLab = "lab_id = (SELECT lab_id FROM labs WHERE slug = $1)";
      await owner.query(`UPDATE ${table} SET formula_version = 1 WHERE ${ofLab}`, [slug]);
    }
  } finally {
    await owner.end();
  }
}
