-- Up Migration

-- What is kept here are runs of samples; steps are what is shown of them.
ALTER TABLE steps RENAME TO runs;
ALTER INDEX steps_pkey RENAME TO runs_pkey;
ALTER POLICY steps_of_lab ON runs RENAME TO runs_of_lab;

-- Time since the sample's step began, as its sender knows it: it tells what lies before a run's first sample.
ALTER TABLE samples ADD COLUMN step_time_s double precision;

-- What exists was computed by the first version of the formulas, which knew no lead-in; workers recompute it in the background.
ALTER TABLE runs
  ADD COLUMN lead_in_s double precision NOT NULL DEFAULT 0,
  ADD COLUMN uncovered_s double precision,
  ADD COLUMN formula_version integer NOT NULL DEFAULT 1;
ALTER TABLE cycles
  ADD COLUMN uncovered_s double precision,
  ADD COLUMN formula_version integer NOT NULL DEFAULT 1;
-- The oldest formulas that a run of the test, whose samples are kept, was computed by.
ALTER TABLE test_states ADD COLUMN formula_version integer NOT NULL DEFAULT 1;
ALTER TABLE runs ALTER lead_in_s DROP DEFAULT, ALTER formula_version DROP DEFAULT;
ALTER TABLE cycles ALTER formula_version DROP DEFAULT;
ALTER TABLE test_states ALTER formula_version DROP DEFAULT;
CREATE INDEX test_states_formula_version_idx ON test_states (formula_version, test_id);

-- Cells of all labs with a test that older formulas computed, oldest first; those of deleted labs are left out.
CREATE FUNCTION cells_of_old_formulas(p_version integer, p_limit integer) RETURNS TABLE (lab_id integer, cell_id integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT s.lab_id, s.cell_id FROM test_states s JOIN labs l ON l.lab_id = s.lab_id AND l.deleting_at IS NULL
    WHERE s.formula_version < p_version AND s.last_time IS NOT NULL
    GROUP BY s.lab_id, s.cell_id ORDER BY min(s.formula_version), min(s.test_id) LIMIT p_limit
  $$;

-- As in 0007, with the step time.
DROP FUNCTION upsert_samples;
DROP FUNCTION note_raised_samples;

CREATE FUNCTION note_raised_samples(
  p_lab_id integer, p_import_id uuid, p_test_id integer, p_seq bigint[], p_time timestamptz[], p_record integer[],
  p_voltage_v double precision[], p_current_a double precision[], p_temperature_c double precision[],
  p_test_time_s double precision[], p_cycle integer[], p_step integer[], p_step_count integer[], p_mode smallint[],
  p_step_time_s double precision[]
) RETURNS void
  LANGUAGE plpgsql SET search_path = public, pg_temp
  AS $$
  DECLARE
    from_time timestamptz := (SELECT min(t) FROM unnest(p_time) t);
    to_time timestamptz := (SELECT max(t) FROM unnest(p_time) t);
  BEGIN
    INSERT INTO import_raised (import_id, lab_id, test_id, from_time, from_record, to_time, to_record, seq)
    SELECT p_import_id, p_lab_id, p_test_id, min(time), (array_agg(record ORDER BY time, record))[1],
           max(time), (array_agg(record ORDER BY time DESC, record DESC))[1], before
    FROM (
      SELECT i.time, i.record, s.seq AS before,
             -- Neighbours that had one number share the difference of these two.
             row_number() OVER (ORDER BY i.time, i.record)
               - row_number() OVER (PARTITION BY s.seq ORDER BY i.time, i.record) AS stretch
      FROM unnest(p_seq, p_time, p_record, p_voltage_v, p_current_a, p_temperature_c, p_test_time_s,
                  p_cycle, p_step, p_step_count, p_mode, p_step_time_s)
        AS i (seq, time, record, voltage_v, current_a, temperature_c, test_time_s, cycle, step, step_count, mode, step_time_s)
      LEFT JOIN samples s
        ON s.test_id = p_test_id AND s.time = i.time AND s.record = i.record AND s.time BETWEEN from_time AND to_time
       AND s.seq < i.seq
       AND (s.voltage_v, s.current_a, s.temperature_c, s.test_time_s, s.cycle, s.step, s.step_count, s.mode,
             s.step_time_s)
           IS NOT DISTINCT FROM
           (i.voltage_v, i.current_a, i.temperature_c, i.test_time_s, i.cycle, i.step, i.step_count, i.mode,
            i.step_time_s)
    ) compared
    WHERE before IS NOT NULL GROUP BY before, stretch
    ON CONFLICT DO NOTHING;
  END $$;

CREATE FUNCTION upsert_samples(
  p_lab_id integer, p_test_id integer, p_seq bigint[], p_time timestamptz[], p_record integer[],
  p_voltage_v double precision[], p_current_a double precision[], p_temperature_c double precision[],
  p_test_time_s double precision[], p_cycle integer[], p_step integer[], p_step_count integer[], p_mode smallint[],
  p_step_time_s double precision[]
) RETURNS TABLE (batch_seq bigint, inserted integer, replaced integer, unchanged integer)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    from_time timestamptz := (SELECT min(t) FROM unnest(p_time) t);
    to_time timestamptz := (SELECT max(t) FROM unnest(p_time) t);
    of_import uuid;
  BEGIN
    IF NOT EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id])) THEN
      RAISE EXCEPTION 'test % is not of lab %', p_test_id, p_lab_id;
    END IF;
    -- An import's samples are stored part by part, never together with others.
    SELECT i.import_id INTO of_import FROM imports i WHERE i.lab_id = p_lab_id AND i.seq = p_seq[1];
    IF of_import IS NOT NULL THEN
      PERFORM note_raised_samples(p_lab_id, of_import, p_test_id, p_seq, p_time, p_record, p_voltage_v, p_current_a,
                                  p_temperature_c, p_test_time_s, p_cycle, p_step, p_step_count, p_mode, p_step_time_s);
    END IF;
    RETURN QUERY
    WITH incoming AS (
      SELECT * FROM unnest(p_seq, p_time, p_record, p_voltage_v, p_current_a, p_temperature_c, p_test_time_s,
                           p_cycle, p_step, p_step_count, p_mode, p_step_time_s)
        AS i (seq, time, record, voltage_v, current_a, temperature_c, test_time_s, cycle, step, step_count, mode,
              step_time_s)
    ), compared AS (
      SELECT i.seq, s.seq IS NULL AS is_new,
             s.seq < i.seq AND
             (s.voltage_v, s.current_a, s.temperature_c, s.test_time_s, s.cycle, s.step, s.step_count, s.mode,
             s.step_time_s)
             IS DISTINCT FROM
             (i.voltage_v, i.current_a, i.temperature_c, i.test_time_s, i.cycle, i.step, i.step_count, i.mode,
              i.step_time_s) AS differs
      FROM incoming i LEFT JOIN samples s
        ON s.test_id = p_test_id AND s.time = i.time AND s.record = i.record AND s.time BETWEEN from_time AND to_time
    ), stored AS (
      INSERT INTO samples AS s (test_id, time, record, seq, voltage_v, current_a, temperature_c, test_time_s,
                                cycle, step, step_count, mode, step_time_s)
      SELECT p_test_id, i.time, i.record, i.seq, i.voltage_v, i.current_a, i.temperature_c, i.test_time_s,
             i.cycle, i.step, i.step_count, i.mode, i.step_time_s
      FROM incoming i
      ON CONFLICT (test_id, time, record) DO UPDATE
        SET seq = excluded.seq, voltage_v = excluded.voltage_v, current_a = excluded.current_a,
            temperature_c = excluded.temperature_c, test_time_s = excluded.test_time_s, cycle = excluded.cycle,
            step = excluded.step, step_count = excluded.step_count, mode = excluded.mode, step_time_s = excluded.step_time_s
        WHERE s.seq < excluded.seq
      RETURNING 1
    )
    SELECT c.seq, count(*) FILTER (WHERE c.is_new)::integer, count(*) FILTER (WHERE NOT c.is_new AND c.differs)::integer,
           count(*) FILTER (WHERE NOT c.is_new AND NOT c.differs)::integer
      FROM compared c GROUP BY c.seq;
  END
  $$;
