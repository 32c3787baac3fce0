-- Up Migration

-- Times in a test and in a step are decimals of few digits, whose doubles differ in nearly every bit from one sample to the next: compressed, they
-- took half as much as the voltage. They are kept in whole microseconds where those give the very double that was sent, and as that double
-- elsewhere (docs/decisions/0041-times-in-microseconds.md). What was stored before stays as it is.
ALTER TABLE samples ADD COLUMN test_time_us bigint;
ALTER TABLE samples ADD COLUMN step_time_us bigint;

-- The whole microseconds that are this time; null where there are none, as of a third of a second. The worker's COPY does the same.
CREATE FUNCTION exact_us(p_s double precision) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$
    SELECT CASE WHEN abs(p_s) < 9e9 AND float8send(round(p_s * 1e6)::bigint / 1e6::float8) = float8send(p_s)
      THEN round(p_s * 1e6)::bigint END
  $$;
REVOKE ALL ON FUNCTION exact_us FROM PUBLIC;

-- As in 0031, with either form of the two times. Rows of samples are given back with both times in seconds.

CREATE OR REPLACE FUNCTION samples_between(
  p_lab_id integer, p_test_id integer,
  p_from timestamptz, p_from_record integer, p_to timestamptz, p_to_record integer, p_limit bigint
) RETURNS SETOF samples
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  AS $$
  BEGIN
    RETURN QUERY
    SELECT s.test_id, s.time, s.record, s.seq, s.voltage_v, s.current_a, s.temperature_c,
           coalesce(s.test_time_s, s.test_time_us / 1e6::float8), s.cycle, s.step, s.step_count, s.mode,
           coalesce(s.step_time_s, s.step_time_us / 1e6::float8), s.test_time_us, s.step_time_us
    FROM samples s
    WHERE s.test_id = p_test_id AND s.time >= p_from AND s.time <= p_to
      AND (s.time, s.record) >= (p_from, p_from_record) AND (s.time, s.record) <= (p_to, p_to_record)
      AND EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id]))
    ORDER BY s.time, s.record LIMIT p_limit;
  END $$;

CREATE OR REPLACE FUNCTION last_samples_between(
  p_lab_id integer, p_test_id integer,
  p_from timestamptz, p_from_record integer, p_to timestamptz, p_to_record integer, p_limit bigint
) RETURNS SETOF samples
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  AS $$
  BEGIN
    RETURN QUERY
    SELECT l.* FROM (
      SELECT s.test_id, s.time, s.record, s.seq, s.voltage_v, s.current_a, s.temperature_c,
             coalesce(s.test_time_s, s.test_time_us / 1e6::float8) AS test_time_s, s.cycle, s.step, s.step_count, s.mode,
             coalesce(s.step_time_s, s.step_time_us / 1e6::float8) AS step_time_s, s.test_time_us, s.step_time_us
      FROM samples s
      WHERE s.test_id = p_test_id AND s.time >= p_from AND s.time <= p_to
        AND (s.time, s.record) >= (p_from, p_from_record) AND (s.time, s.record) <= (p_to, p_to_record)
        AND EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id]))
      ORDER BY s.time DESC, s.record DESC LIMIT p_limit
    ) l ORDER BY l.time, l.record;
  END $$;

CREATE OR REPLACE FUNCTION samples_of_stretches(
  p_lab_id integer, p_test_id integer[],
  p_from timestamptz[], p_from_record integer[], p_to timestamptz[], p_to_record integer[]
) RETURNS TABLE (place integer, times bytea, voltage_v bytea, current_a bytea, temperature_c bytea, test_time_s bytea)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  AS $$
  DECLARE
    own_test_ids integer[] := ARRAY(SELECT tests_of_lab(p_lab_id, p_test_id));
  BEGIN
    FOR stretch IN 1 .. coalesce(cardinality(p_test_id), 0) LOOP
      CONTINUE WHEN p_test_id[stretch] <> ALL (own_test_ids);
      SELECT coalesce(string_agg(timestamptz_send(o.time), ''), ''),
             coalesce(string_agg(float8send(o.voltage_v), ''), ''),
             coalesce(string_agg(float8send(o.current_a), ''), ''),
             coalesce(string_agg(float8send(coalesce(o.temperature_c, 'NaN')), ''), ''),
             coalesce(string_agg(float8send(coalesce(o.test_time_s, 'NaN')), ''), '')
      INTO times, voltage_v, current_a, temperature_c, test_time_s
      FROM (
        SELECT s.time, s.voltage_v, s.current_a, s.temperature_c, coalesce(s.test_time_s, s.test_time_us / 1e6::float8) AS test_time_s
        FROM samples s
        WHERE s.test_id = p_test_id[stretch] AND s.time >= p_from[stretch] AND s.time <= p_to[stretch]
          AND (s.time, s.record) >= (p_from[stretch], p_from_record[stretch])
          AND (s.time, s.record) <= (p_to[stretch], p_to_record[stretch])
        ORDER BY s.time, s.record OFFSET 0
      ) o;
      place := stretch;
      RETURN NEXT;
    END LOOP;
  END $$;

CREATE OR REPLACE FUNCTION note_raised_samples(
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
    ), raised AS MATERIALIZED (
      SELECT i.time, i.record, s.seq AS before
      FROM incoming i JOIN samples s ON s.time = i.time AND s.record = i.record
      WHERE s.test_id = p_test_id AND s.time >= from_time AND s.time <= to_time AND s.seq < i.seq
        AND (s.voltage_v, s.current_a, s.temperature_c, coalesce(s.test_time_s, s.test_time_us / 1e6::float8),
             s.cycle, s.step, s.step_count, s.mode, coalesce(s.step_time_s, s.step_time_us / 1e6::float8))
            IS NOT DISTINCT FROM
            (i.voltage_v, i.current_a, i.temperature_c, i.test_time_s, i.cycle, i.step, i.step_count, i.mode,
             i.step_time_s)
    )
    INSERT INTO import_raised (import_id, lab_id, test_id, from_time, from_record, to_time, to_record, seq)
    SELECT p_import_id, p_lab_id, p_test_id, min(time), (array_agg(record ORDER BY time, record))[1],
           max(time), (array_agg(record ORDER BY time DESC, record DESC))[1], before
    FROM (
      SELECT i.time, i.record, r.before,
             -- Neighbours that had one number share the difference of these two.
             row_number() OVER (ORDER BY i.time, i.record)
               - row_number() OVER (PARTITION BY r.before ORDER BY i.time, i.record) AS stretch
      FROM incoming i LEFT JOIN raised r USING (time, record)
    ) compared
    WHERE before IS NOT NULL GROUP BY before, stretch
    ON CONFLICT DO NOTHING;
  END $$;

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
      PERFORM note_raised_samples(p_lab_id, of_import, p_test_id, p_seq, p_time, p_record, p_voltage_v, p_current_a,
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
