-- Up Migration


-- One row a measurement. The series is the test. No row security here (it and compression exclude each other): the
-- application may insert, and reads only through functions that take and check the lab.
CREATE TABLE samples (
  test_id integer NOT NULL,
  time timestamptz NOT NULL,
  record integer NOT NULL,
  -- Number of the batch that wrote the row; a sample is replaced only by a higher one.
  seq bigint NOT NULL,
  voltage_v double precision NOT NULL,
  current_a double precision NOT NULL,
  temperature_c double precision,
  test_time_s double precision,
  cycle integer,
  step integer,
  step_count integer,
  mode smallint
);
SELECT create_hypertable('samples', by_range('time', INTERVAL '7 days'), create_default_indexes => false);
CREATE UNIQUE INDEX samples_identity ON samples (test_id, time, record);

-- Where a test stands. Its row is the lock under which the test's samples, steps and cycles change.
CREATE TABLE test_states (
  test_id integer PRIMARY KEY,
  lab_id integer NOT NULL,
  cell_id integer NOT NULL,
  last_time timestamptz,
  last_record integer,
  -- The open run and the tally of the runs before it (server/domain/test-tally.ts); null before the first sample.
  progress json,
  settings_version integer NOT NULL DEFAULT 0,
  -- The lab's version when cycles of this test were last removed: what a reader keeps of it is void before that.
  reset_version bigint NOT NULL DEFAULT 0
);
CREATE INDEX test_states_lab_id_idx ON test_states (lab_id, reset_version);

-- One row a run (server/domain/runs.ts). Sums in A·s and W·s, additive.
CREATE TABLE steps (
  lab_id integer NOT NULL,
  test_id integer NOT NULL,
  first_time timestamptz NOT NULL,
  first_record integer NOT NULL,
  last_time timestamptz NOT NULL,
  last_record integer NOT NULL,
  -- Filled from the cycler's numbers, or detected; sent_cycle is the cycler's own.
  cycle integer NOT NULL,
  sent_cycle integer,
  step integer,
  step_count integer,
  sent_mode smallint,
  current_sign smallint,
  first_current_a double precision NOT NULL,
  first_test_time_s double precision,
  last_voltage_v double precision NOT NULL,
  last_current_a double precision NOT NULL,
  last_test_time_s double precision,
  charge_as double precision NOT NULL,
  discharge_as double precision NOT NULL,
  charge_ws double precision NOT NULL,
  discharge_ws double precision NOT NULL,
  duration_s double precision NOT NULL,
  min_voltage_v double precision NOT NULL,
  max_voltage_v double precision NOT NULL,
  min_current_a double precision NOT NULL,
  max_current_a double precision NOT NULL,
  max_temperature_c double precision,
  sample_count integer NOT NULL,
  interval_count integer NOT NULL,
  longest_interval_s double precision NOT NULL,
  PRIMARY KEY (test_id, first_time, first_record)
);

-- One row a cycle and test: the sum of its runs.
CREATE TABLE cycles (
  lab_id integer NOT NULL,
  cell_id integer NOT NULL,
  test_id integer NOT NULL,
  cycle integer NOT NULL,
  -- The lab's version that wrote this row: what changed since a version is one index range.
  version bigint NOT NULL,
  first_time timestamptz NOT NULL,
  last_time timestamptz NOT NULL,
  charge_capacity_ah double precision NOT NULL,
  discharge_capacity_ah double precision NOT NULL,
  charge_energy_wh double precision NOT NULL,
  discharge_energy_wh double precision NOT NULL,
  min_voltage_v double precision NOT NULL,
  max_voltage_v double precision NOT NULL,
  max_temperature_c double precision,
  sample_count integer NOT NULL,
  is_complete boolean NOT NULL,
  is_partial boolean NOT NULL,
  PRIMARY KEY (test_id, cycle)
);
CREATE INDEX cycles_lab_id_version_idx ON cycles (lab_id, version);
CREATE INDEX cycles_cell_id_idx ON cycles (cell_id);

-- The ledger: a batch counts when its row is here, and only once.
CREATE TABLE batches (
  batch_id uuid PRIMARY KEY,
  lab_id integer NOT NULL,
  seq bigint NOT NULL,
  status text NOT NULL CHECK (status IN ('stored', 'failed')),
  samples integer NOT NULL,
  inserted integer NOT NULL,
  replaced integer NOT NULL,
  unchanged integer NOT NULL,
  received_at timestamptz NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now(),
  error text
);
CREATE INDEX batches_stored_at_idx ON batches (stored_at);

-- Counts the commits of a lab. An open page that knows the number knows what it missed.
CREATE TABLE lab_states (
  lab_id integer PRIMARY KEY,
  version bigint NOT NULL DEFAULT 0,
  -- The version at which cells, fields or groupings last changed.
  config_version bigint NOT NULL DEFAULT 0,
  last_received_at timestamptz
);

GRANT INSERT ON samples TO ct_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON test_states, steps, cycles, batches, lab_states TO ct_app;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['test_states', 'steps', 'cycles', 'batches', 'lab_states'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY %I ON %I TO ct_app USING (lab_id = current_lab_id()) WITH CHECK (lab_id = current_lab_id())',
      name || '_of_lab', name);
  END LOOP;
END $$;

-- The tests among `p_test_ids` that belong to the lab of this transaction; nothing for any other lab.
CREATE FUNCTION tests_of_lab(p_lab_id integer, p_test_ids integer[]) RETURNS SETOF integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT t.test_id FROM tests t
    WHERE t.test_id = ANY (p_test_ids) AND t.lab_id = p_lab_id AND p_lab_id = current_lab_id()
  $$;

-- Samples of one test from one identity to another, both included, in order; null for no limit.
CREATE FUNCTION samples_between(
  p_lab_id integer, p_test_id integer,
  p_from timestamptz, p_from_record integer, p_to timestamptz, p_to_record integer, p_limit bigint
) RETURNS SETOF samples
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT s.* FROM samples s
    WHERE s.test_id = p_test_id AND s.time >= p_from AND s.time <= p_to
      AND (s.time, s.record) >= (p_from, p_from_record) AND (s.time, s.record) <= (p_to, p_to_record)
      AND EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id]))
    ORDER BY s.time, s.record LIMIT p_limit
  $$;

-- Stores samples of one test that may be there already, each of the batch of its `seq` and no two of one identity: the higher seq
-- wins whole, an equal resend raises it. Answers for each batch how many were new, had another value, or changed nothing.
CREATE FUNCTION upsert_samples(
  p_lab_id integer, p_test_id integer, p_seq bigint[], p_time timestamptz[], p_record integer[],
  p_voltage_v double precision[], p_current_a double precision[], p_temperature_c double precision[],
  p_test_time_s double precision[], p_cycle integer[], p_step integer[], p_step_count integer[], p_mode smallint[]
) RETURNS TABLE (batch_seq bigint, inserted integer, replaced integer, unchanged integer)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    from_time timestamptz := (SELECT min(t) FROM unnest(p_time) t);
    to_time timestamptz := (SELECT max(t) FROM unnest(p_time) t);
  BEGIN
    IF NOT EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id])) THEN
      RAISE EXCEPTION 'test % is not of lab %', p_test_id, p_lab_id;
    END IF;
    RETURN QUERY
    WITH incoming AS (
      SELECT * FROM unnest(p_seq, p_time, p_record, p_voltage_v, p_current_a, p_temperature_c, p_test_time_s,
                           p_cycle, p_step, p_step_count, p_mode)
        AS i (seq, time, record, voltage_v, current_a, temperature_c, test_time_s, cycle, step, step_count, mode)
    ), compared AS (
      SELECT i.seq, s.seq IS NULL AS is_new,
             s.seq < i.seq AND
             (s.voltage_v, s.current_a, s.temperature_c, s.test_time_s, s.cycle, s.step, s.step_count, s.mode)
             IS DISTINCT FROM
             (i.voltage_v, i.current_a, i.temperature_c, i.test_time_s, i.cycle, i.step, i.step_count, i.mode) AS differs
      FROM incoming i LEFT JOIN samples s
        ON s.test_id = p_test_id AND s.time = i.time AND s.record = i.record AND s.time BETWEEN from_time AND to_time
    ), stored AS (
      INSERT INTO samples AS s (test_id, time, record, seq, voltage_v, current_a, temperature_c, test_time_s,
                                cycle, step, step_count, mode)
      SELECT p_test_id, i.time, i.record, i.seq, i.voltage_v, i.current_a, i.temperature_c, i.test_time_s,
             i.cycle, i.step, i.step_count, i.mode
      FROM incoming i
      ON CONFLICT (test_id, time, record) DO UPDATE
        SET seq = excluded.seq, voltage_v = excluded.voltage_v, current_a = excluded.current_a,
            temperature_c = excluded.temperature_c, test_time_s = excluded.test_time_s, cycle = excluded.cycle,
            step = excluded.step, step_count = excluded.step_count, mode = excluded.mode
        WHERE s.seq < excluded.seq
      RETURNING 1
    )
    SELECT c.seq, count(*) FILTER (WHERE c.is_new)::integer, count(*) FILTER (WHERE NOT c.is_new AND c.differs)::integer,
           count(*) FILTER (WHERE NOT c.is_new AND NOT c.differs)::integer
      FROM compared c GROUP BY c.seq;
  END
  $$;

-- Batches are remembered for 30 days, across labs.
CREATE FUNCTION forget_old_batches() RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ DELETE FROM batches WHERE stored_at < now() - INTERVAL '30 days' $$;

-- Cells of all labs whose settings changed after their cycles were counted.
CREATE FUNCTION stale_cells() RETURNS TABLE (lab_id integer, cell_id integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT DISTINCT s.lab_id, s.cell_id FROM test_states s JOIN cells c ON c.cell_id = s.cell_id
    WHERE s.settings_version <> c.settings_version AND s.last_time IS NOT NULL
  $$;

-- Unix µs, exact in a double, and back: JavaScript's dates hold ms only.
CREATE FUNCTION us_of_time(t timestamptz) RETURNS double precision
  LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (extract(epoch FROM t) * 1000000)::double precision;
CREATE FUNCTION time_of_us(us double precision) RETURNS timestamptz
  LANGUAGE sql STABLE PARALLEL SAFE RETURN timestamptz 'epoch' + us * INTERVAL '1 microsecond';
