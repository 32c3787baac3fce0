import type pg from "pg";

/** Makes what Community has beyond the Apache edition, where it is not there yet. @throws when the database needs Community and has lost it */
export async function settleEdition(client: pg.Client): Promise<void> {
  // Not there in a database of a release before.
  const { rows } = await client.query("SELECT to_regprocedure('settle_edition()') IS NOT NULL AS is_there");
  if (rows[0]?.is_there === true) await client.query("SELECT settle_edition()");
}
