-- Up Migration

-- What an import confirms: samples that were stored before, equal, under a lower number. Names only; what is stored and computed stays.

ALTER TABLE import_tests RENAME COLUMN is_buried TO is_tombstoned;

ALTER TABLE import_raised RENAME TO import_confirmed;
ALTER TABLE import_confirmed RENAME COLUMN is_given_back TO is_restored;
ALTER TABLE import_confirmed RENAME CONSTRAINT import_raised_pkey TO import_confirmed_pkey;
ALTER TABLE import_confirmed RENAME CONSTRAINT import_raised_lab_id_import_id_fkey TO import_confirmed_lab_id_import_id_fkey;
ALTER POLICY import_raised_of_lab ON import_confirmed RENAME TO import_confirmed_of_lab;

ALTER FUNCTION note_raised_samples RENAME TO keep_confirmed_samples;
ALTER FUNCTION give_back_raised_samples RENAME TO restore_confirmed_samples;

-- As in 0034.
CREATE OR REPLACE FUNCTION keep_confirmed_samples(
  p_lab_id integer, p_import_id uuid, p_test_id integer, p_seq bigint[], p_time timestamptz[], p_record integer[],
  p_voltage_v double precision[], p_current_a double precision[], p_temperature_c double precision[],
  p_test_time_s double precision[], p_cycle integer[], p_step integer[], p_step_count integer[], p_mode smallint[],
  p_step_time_s double precision[]
) RETURNS void
  LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  AS $$
  DECLARE
    from_time timestamptz := (SELECT min(t) FROM unnest(p_time) t);
    to_time timestamptz := (SELECT max(t) FROM unnest(p_time) t);
  BEGIN
    WITH incoming AS (
      SELECT * FROM unnest(p_seq, p_time, p_record, p_voltage_v, p_current_a, p_temperature_c, p_test_time_s,
                           p_cycle, p_step, p_step_count, p_mode, p_step_time_s)
        AS i (seq, time, record, voltage_v, current_a, temperature_c, test_time_s, cycle, step, step_count, mode, step_time_s)
    ), confirmed AS MATERIALIZED (
      SELECT i.time, i.record, s.seq AS before
      FROM incoming i JOIN samples s ON s.time = i.time AND s.record = i.record
      WHERE s.test_id = p_test_id AND s.time >= from_time AND s.time <= to_time AND s.seq < i.seq
        AND (s.voltage_v, s.current_a, s.temperature_c, coalesce(s.test_time_s, s.test_time_us / 1e6::float8),
             s.cycle, s.step, s.step_count, s.mode, coalesce(s.step_time_s, s.step_time_us / 1e6::float8))
            IS NOT DISTINCT FROM
            (i.voltage_v, i.current_a, i.temperature_c, i.test_time_s, i.cycle, i.step, i.step_count, i.mode,
             i.step_time_s)
    )
    INSERT INTO import_confirmed (import_id, lab_id, test_id, from_time, from_record, to_time, to_record, seq)
    SELECT p_import_id, p_lab_id, p_test_id, min(time), (array_agg(record ORDER BY time, record))[1],
           max(time), (array_agg(record ORDER BY time DESC, record DESC))[1], before
    FROM (
      SELECT i.time, i.record, r.before,
             -- Neighbours that had one number share the difference of these two.
             row_number() OVER (ORDER BY i.time, i.record)
               - row_number() OVER (PARTITION BY r.before ORDER BY i.time, i.record) AS stretch
      FROM incoming i LEFT JOIN confirmed r USING (time, record)
    ) compared
    WHERE before IS NOT NULL GROUP BY before, stretch
    ON CONFLICT DO NOTHING;
  END $$;

-- As in 0034.
CREATE OR REPLACE FUNCTION upsert_samples(
  p_lab_id integer, p_test_id integer, p_seq bigint[], p_time timestamptz[], p_record integer[],
  p_voltage_v double precision[], p_current_a double precision[], p_temperature_c double precision[],
  p_test_time_s double precision[], p_cycle integer[], p_step integer[], p_step_count integer[], p_mode smallint[],
  p_step_time_s double precision[]
) RETURNS TABLE (batch_seq bigint, inserted integer, replaced integer, unchanged integer)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
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
      PERFORM keep_confirmed_samples(p_lab_id, of_import, p_test_id, p_seq, p_time, p_record, p_voltage_v, p_current_a,
                                  p_temperature_c, p_test_time_s, p_cycle, p_step, p_step_count, p_mode, p_step_time_s);
    END IF;
    RETURN QUERY
    WITH incoming AS (
      SELECT * FROM unnest(p_seq, p_time, p_record, p_voltage_v, p_current_a, p_temperature_c, p_test_time_s,
                           p_cycle, p_step, p_step_count, p_mode, p_step_time_s)
        AS i (seq, time, record, voltage_v, current_a, temperature_c, test_time_s, cycle, step, step_count, mode,
              step_time_s)
    ), known AS MATERIALIZED (
      SELECT i.time, i.record, s.seq < i.seq AND
             (s.voltage_v, s.current_a, s.temperature_c, coalesce(s.test_time_s, s.test_time_us / 1e6::float8),
             s.cycle, s.step, s.step_count, s.mode, coalesce(s.step_time_s, s.step_time_us / 1e6::float8))
             IS DISTINCT FROM
             (i.voltage_v, i.current_a, i.temperature_c, i.test_time_s, i.cycle, i.step, i.step_count, i.mode,
              i.step_time_s) AS differs
      FROM incoming i JOIN samples s ON s.time = i.time AND s.record = i.record
      WHERE s.test_id = p_test_id AND s.time >= from_time AND s.time <= to_time
    ), compared AS (
      SELECT i.seq, k.differs IS NULL AS is_new, k.differs FROM incoming i LEFT JOIN known k USING (time, record)
    ), stored AS (
      INSERT INTO samples AS s (test_id, time, record, seq, voltage_v, current_a, temperature_c, test_time_s, test_time_us,
                                cycle, step, step_count, mode, step_time_s, step_time_us)
      SELECT p_test_id, i.time, i.record, i.seq, i.voltage_v, i.current_a, i.temperature_c,
             CASE WHEN u.test_time_us IS NULL THEN i.test_time_s END, u.test_time_us, i.cycle, i.step, i.step_count, i.mode,
             CASE WHEN u.step_time_us IS NULL THEN i.step_time_s END, u.step_time_us
      FROM incoming i, LATERAL (
        SELECT exact_us(i.test_time_s) AS test_time_us, exact_us(i.step_time_s) AS step_time_us OFFSET 0) u
      ON CONFLICT (test_id, time, record) DO UPDATE
        SET seq = excluded.seq, voltage_v = excluded.voltage_v, current_a = excluded.current_a,
            temperature_c = excluded.temperature_c, test_time_s = excluded.test_time_s, test_time_us = excluded.test_time_us,
            cycle = excluded.cycle, step = excluded.step, step_count = excluded.step_count, mode = excluded.mode,
            step_time_s = excluded.step_time_s, step_time_us = excluded.step_time_us
        WHERE s.seq < excluded.seq
      RETURNING 1
    )
    SELECT c.seq, count(*) FILTER (WHERE c.is_new)::integer, count(*) FILTER (WHERE NOT c.is_new AND c.differs)::integer,
           count(*) FILTER (WHERE NOT c.is_new AND NOT c.differs)::integer
      FROM compared c GROUP BY c.seq;
  END $$;

-- As in 0007.
CREATE OR REPLACE FUNCTION restore_confirmed_samples(p_lab_id integer, p_import_id uuid, p_test_id integer, p_limit integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  AS $$
  DECLARE
    own_seq bigint;
    confirmed import_confirmed;
    undone uuid;
    samples_left integer := p_limit;
    changed integer;
    stretches integer := 0;
  BEGIN
    IF NOT EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id])) THEN
      RAISE EXCEPTION 'test % is not of lab %', p_test_id, p_lab_id;
    END IF;
    SELECT i.seq INTO own_seq FROM imports i WHERE i.lab_id = p_lab_id AND i.import_id = p_import_id;
    FOR confirmed IN
      SELECT * FROM import_confirmed r
      WHERE r.lab_id = p_lab_id AND r.import_id = p_import_id AND r.test_id = p_test_id AND NOT r.is_restored
      ORDER BY r.from_time, r.from_record LIMIT p_limit
    LOOP
      UPDATE samples s SET seq = confirmed.seq
      WHERE s.test_id = p_test_id AND s.time >= confirmed.from_time AND s.time <= confirmed.to_time
        AND (s.time, s.record) >= (confirmed.from_time, confirmed.from_record)
        AND (s.time, s.record) <= (confirmed.to_time, confirmed.to_record) AND s.seq = own_seq;
      GET DIAGNOSTICS changed = ROW_COUNT;
      IF changed > 0 THEN
        UPDATE imports i SET status = 'undoing'
        WHERE i.lab_id = p_lab_id AND i.seq = confirmed.seq AND i.status = 'undone' RETURNING i.import_id INTO undone;
        IF undone IS NOT NULL THEN
          UPDATE import_confirmed r SET is_restored = false WHERE r.lab_id = p_lab_id AND r.import_id = undone;
        END IF;
      END IF;
      UPDATE import_confirmed r SET is_restored = true
      WHERE r.import_id = p_import_id AND r.test_id = p_test_id
        AND r.from_time = confirmed.from_time AND r.from_record = confirmed.from_record;
      stretches := stretches + 1;
      samples_left := samples_left - greatest(changed, 1);
      EXIT WHEN samples_left <= 0;
    END LOOP;
    RETURN stretches;
  END $$;
