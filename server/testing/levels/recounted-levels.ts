import type pg from "pg";

const QUANTITIES = ["voltage_v", "current_a", "temperature_c"];
const recount = (width: string) => `
  SELECT test_id, time_bucket('${width}', time) AS bucket, count(*) AS n,
    ${QUANTITIES.map((name) => `first(${name}, time), last(${name}, time), min(${name}), max(${name})`).join(", ")}
  FROM samples GROUP BY 1, 2`;
const LEVEL = `test_id, bucket, n, ${QUANTITIES.flatMap((name) => ["first", "last", "min", "max"].map((what) => `${what}_${name}`)).join(", ")}`;

/** How many buckets of a level are not what the stored samples give, of tests as far as theirs are still kept. */
async function countWrong(owner: pg.Client, level: "1m" | "1h"): Promise<number> {
  const kept = "(SELECT s.kept_from FROM test_states s WHERE s.test_id = z.test_id)";
  const whole = `bucket >= coalesce(time_bucket('1 hour', ${kept} + INTERVAL '1 hour'), '-infinity')`;
  const stored = `SELECT ${LEVEL} FROM samples_${level} z WHERE ${whole}`;
  const counted = `SELECT * FROM (${recount(level === "1m" ? "1 minute" : "1 hour")}) z WHERE ${whole}`;
  const { rows } = await owner.query(
    `SELECT count(*)::integer AS wrong FROM ((${stored} EXCEPT ${counted}) UNION ALL (${counted} EXCEPT ${stored})) w`,
  );
  return rows[0]?.wrong;
}

/** How many minutes and hours of all labs are not what a recount of the stored samples gives. */
export async function countWrongBuckets(owner: pg.Client): Promise<{ minutes: number; hours: number }> {
  return { minutes: await countWrong(owner, "1m"), hours: await countWrong(owner, "1h") };
}

const DAYS = `
  SELECT to_char(time_bucket('1 day', bucket), 'YYYY-MM-DD') AS day, sum(n)::integer AS samples, count(DISTINCT test_id)::integer AS tests
  FROM samples_1h JOIN tests USING (test_id) WHERE lab_id = $1 GROUP BY 1 ORDER BY 1`;

/** What a lab measured, day by day, as its hours give it. */
export async function recountDays(owner: pg.Client, labId: number): Promise<unknown[]> {
  return (await owner.query(DAYS, [labId])).rows;
}
