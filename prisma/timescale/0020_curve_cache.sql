-- Up Migration

-- The lab's version when samples of the test that were stored changed or went: what was made of them before is void. Samples that only come
-- after all others leave it as it is, for they change no run but the last.
ALTER TABLE test_states ADD COLUMN samples_version bigint NOT NULL DEFAULT 0;

-- Curves of finished runs, each beside what it was made of: one that was made of anything else than what is asked for now is made anew and
-- takes its place. Nothing but time is lost with them.
CREATE TABLE run_curves (
  lab_id integer NOT NULL,
  test_id integer NOT NULL,
  first_time timestamptz NOT NULL,
  first_record integer NOT NULL,
  -- Which curve of the run, with its parameters.
  curve text NOT NULL,
  -- The version of the test's samples, what is stored of the run, and the settings that count.
  made_of text NOT NULL,
  -- Columns of equal length one after the other, float8 little-endian.
  points bytea NOT NULL,
  note text,
  bytes integer NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (test_id, first_time, first_record, curve)
);
-- Doubles that were measured hardly compress.
ALTER TABLE run_curves ALTER points SET STORAGE EXTERNAL;
CREATE INDEX run_curves_lab_id_idx ON run_curves (lab_id, made_at) INCLUDE (bytes);

GRANT SELECT, INSERT, UPDATE, DELETE ON run_curves TO ct_app;
ALTER TABLE run_curves ENABLE ROW LEVEL SECURITY;
CREATE POLICY run_curves_of_lab ON run_curves TO ct_app
  USING (lab_id = current_lab_id()) WITH CHECK (lab_id = current_lab_id());
CREATE TRIGGER run_curves_of_open_labs BEFORE INSERT ON run_curves
  FOR EACH STATEMENT EXECUTE FUNCTION lock_lab_for_writing();

-- What curves need of the samples of several stretches, each from one identity to another, both included: a row a stretch, in which each
-- column is one value, in order of the samples. `place` tells which stretch, from 1; a value that is missing is NaN.
CREATE FUNCTION samples_of_stretches(
  p_lab_id integer, p_test_id integer[],
  p_from timestamptz[], p_from_record integer[], p_to timestamptz[], p_to_record integer[]
) RETURNS TABLE (place integer, times bytea, voltage_v bytea, current_a bytea, temperature_c bytea, test_time_s bytea)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT w.place::integer, s.times, s.voltage_v, s.current_a, s.temperature_c, s.test_time_s
    FROM unnest(p_test_id, p_from, p_from_record, p_to, p_to_record)
      WITH ORDINALITY AS w (test_id, from_time, from_record, to_time, to_record, place)
    CROSS JOIN LATERAL (
      SELECT coalesce(string_agg(timestamptz_send(o.time), ''), '') AS times,
             coalesce(string_agg(float8send(o.voltage_v), ''), '') AS voltage_v,
             coalesce(string_agg(float8send(o.current_a), ''), '') AS current_a,
             coalesce(string_agg(float8send(coalesce(o.temperature_c, 'NaN')), ''), '') AS temperature_c,
             coalesce(string_agg(float8send(coalesce(o.test_time_s, 'NaN')), ''), '') AS test_time_s
      FROM (
        SELECT s.time, s.voltage_v, s.current_a, s.temperature_c, s.test_time_s FROM samples s
        WHERE s.test_id = w.test_id AND s.time >= w.from_time AND s.time <= w.to_time
          AND (s.time, s.record) >= (w.from_time, w.from_record) AND (s.time, s.record) <= (w.to_time, w.to_record)
        ORDER BY s.time, s.record OFFSET 0
      ) o
    ) s
    WHERE w.test_id IN (SELECT tests_of_lab(p_lab_id, p_test_id))
  $$;
REVOKE ALL ON FUNCTION samples_of_stretches FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samples_of_stretches TO ct_app;
