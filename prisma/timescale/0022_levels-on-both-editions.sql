-- Up Migration

-- The worker keeps minutes and hours in the samples' transaction on both editions of TimescaleDB
-- (docs/decisions/0029-editions.md). Where a release before made continuous aggregates of them, they become tables with what a recount gives;
-- of samples that are no longer kept, with what the aggregates still hold.
DO $$
DECLARE
  columns text := 'n, first_voltage_v, last_voltage_v, min_voltage_v, max_voltage_v, first_current_a, last_current_a,'
    ' min_current_a, max_current_a, first_temperature_c, last_temperature_c, min_temperature_c, max_temperature_c';
  excluded text := regexp_replace(columns, '(\w+)', 'excluded.\1', 'g');
  expired text := 'INSERT INTO kept_%1$s AS k (test_id, bucket, %2$s) SELECT z.test_id, z.bucket, %4$s
    FROM samples_%1$s z JOIN test_states s ON s.test_id = z.test_id AND z.bucket < s.kept_from
    WHERE EXISTS (SELECT FROM tests t WHERE t.test_id = z.test_id)
    ON CONFLICT (test_id, bucket) DO UPDATE SET (%2$s) = (%3$s) WHERE k.n < excluded.n';
BEGIN
  IF (SELECT relkind FROM pg_class WHERE oid = 'samples_1m'::regclass) <> 'v' THEN RETURN; END IF;
  CREATE TABLE kept_1m AS
    SELECT test_id, time_bucket('1 minute', time) AS bucket, count(*) AS n,
           first(voltage_v, time) AS first_voltage_v, last(voltage_v, time) AS last_voltage_v,
           min(voltage_v) AS min_voltage_v, max(voltage_v) AS max_voltage_v,
           first(current_a, time) AS first_current_a, last(current_a, time) AS last_current_a,
           min(current_a) AS min_current_a, max(current_a) AS max_current_a,
           first(temperature_c, time) AS first_temperature_c, last(temperature_c, time) AS last_temperature_c,
           min(temperature_c) AS min_temperature_c, max(temperature_c) AS max_temperature_c
    FROM samples s WHERE EXISTS (SELECT FROM tests t WHERE t.test_id = s.test_id) GROUP BY 1, 2;
  ALTER TABLE kept_1m ADD PRIMARY KEY (test_id, bucket);
  EXECUTE format(expired, '1m', columns, excluded, regexp_replace(columns, '(\w+)', 'z.\1', 'g'));
  CREATE TABLE kept_1h AS
    SELECT test_id, time_bucket('1 hour', bucket) AS bucket, sum(n)::bigint AS n,
           first(first_voltage_v, bucket) AS first_voltage_v, last(last_voltage_v, bucket) AS last_voltage_v,
           min(min_voltage_v) AS min_voltage_v, max(max_voltage_v) AS max_voltage_v,
           first(first_current_a, bucket) AS first_current_a, last(last_current_a, bucket) AS last_current_a,
           min(min_current_a) AS min_current_a, max(max_current_a) AS max_current_a,
           first(first_temperature_c, bucket) AS first_temperature_c,
           last(last_temperature_c, bucket) AS last_temperature_c,
           min(min_temperature_c) AS min_temperature_c, max(max_temperature_c) AS max_temperature_c
    FROM kept_1m GROUP BY 1, 2;
  ALTER TABLE kept_1h ADD PRIMARY KEY (test_id, bucket);
  EXECUTE format(expired, '1h', columns, excluded, regexp_replace(columns, '(\w+)', 'z.\1', 'g'));
  DROP MATERIALIZED VIEW samples_1h; -- with their policies
  DROP MATERIALIZED VIEW samples_1m;
  ALTER TABLE kept_1m RENAME TO samples_1m;
  ALTER TABLE kept_1h RENAME TO samples_1h;
  ALTER INDEX kept_1m_pkey RENAME TO samples_1m_pkey;
  ALTER INDEX kept_1h_pkey RENAME TO samples_1h_pkey;
  GRANT INSERT ON samples_1m, samples_1h TO ct_app; -- as in 0008
END $$;

-- Nobody acts as the aggregates' owner any more, who could read the samples of all labs. The role belongs to the server, where another database
-- may be of a release that needs it.
DO $$
DECLARE member text;
BEGIN
  REVOKE ALL ON samples FROM ct_zoom;
  REVOKE ALL ON SCHEMA public FROM ct_zoom;
  FOR member IN SELECT m.member::regrole::text FROM pg_auth_members m
    WHERE m.roleid = 'ct_zoom'::regrole AND m.member <> current_user::regrole
  LOOP
    EXECUTE format('REVOKE ct_zoom FROM %s', member);
  END LOOP;
END $$;

-- As in 0006, which made these where the edition was Apache.
DO $$
DECLARE
  columns text := 'n, first_voltage_v, last_voltage_v, min_voltage_v, max_voltage_v, first_current_a, last_current_a,'
    ' min_current_a, max_current_a, first_temperature_c, last_temperature_c, min_temperature_c, max_temperature_c';
  excluded text := regexp_replace(columns, '(\w+)', 'excluded.\1', 'g');
  append text := $append$
    INSERT INTO %1$I AS z (test_id, bucket, %2$s)
    SELECT * FROM unnest(p_test_id, p_bucket, p_n,
      p_first_voltage_v, p_last_voltage_v, p_min_voltage_v, p_max_voltage_v,
      p_first_current_a, p_last_current_a, p_min_current_a, p_max_current_a,
      p_first_temperature_c, p_last_temperature_c, p_min_temperature_c, p_max_temperature_c)
    ON CONFLICT (test_id, bucket) DO UPDATE SET
      n = z.n + excluded.n,
      last_voltage_v = excluded.last_voltage_v, last_current_a = excluded.last_current_a,
      last_temperature_c = excluded.last_temperature_c,
      min_voltage_v = least(z.min_voltage_v, excluded.min_voltage_v),
      max_voltage_v = greatest(z.max_voltage_v, excluded.max_voltage_v),
      min_current_a = least(z.min_current_a, excluded.min_current_a),
      max_current_a = greatest(z.max_current_a, excluded.max_current_a),
      min_temperature_c = least(z.min_temperature_c, excluded.min_temperature_c),
      max_temperature_c = greatest(z.max_temperature_c, excluded.max_temperature_c) $append$;
BEGIN
  EXECUTE format($function$
    CREATE OR REPLACE FUNCTION append_zoom_levels(p_lab_id integer, p_level text,
      p_test_id integer[], p_bucket timestamptz[], p_n integer[],
      p_first_voltage_v float8[], p_last_voltage_v float8[], p_min_voltage_v float8[], p_max_voltage_v float8[],
      p_first_current_a float8[], p_last_current_a float8[], p_min_current_a float8[], p_max_current_a float8[],
      p_first_temperature_c float8[], p_last_temperature_c float8[],
      p_min_temperature_c float8[], p_max_temperature_c float8[])
      RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $append$
      BEGIN
        IF EXISTS (SELECT FROM unnest(p_test_id) t WHERE t NOT IN (SELECT tests_of_lab(p_lab_id, p_test_id))) THEN
          RAISE EXCEPTION 'a test is not of lab %%', p_lab_id;
        END IF;
        IF p_level = '1h' THEN %1$s; ELSE %2$s; END IF;
      END $append$ $function$,
    format(append, 'samples_1h', columns), format(append, 'samples_1m', columns));

  EXECUTE format($function$
    CREATE OR REPLACE FUNCTION refresh_zoom_levels(p_lab_id integer, p_test_id integer[], p_from timestamptz[], p_to timestamptz[])
      RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $refresh$
      BEGIN
        IF EXISTS (SELECT FROM unnest(p_test_id) t WHERE t NOT IN (SELECT tests_of_lab(p_lab_id, p_test_id))) THEN
          RAISE EXCEPTION 'a test is not of lab %%', p_lab_id;
        END IF;
        -- One range after the other, planned with its values: a join over all of them reads the whole of a chunk when it is estimated to.
        FOR range IN 1 .. cardinality(p_test_id) LOOP
          EXECUTE %1$L USING p_test_id[range], time_bucket('1 minute', p_from[range]),
            time_bucket('1 minute', p_to[range]) + INTERVAL '1 minute';
          EXECUTE %2$L USING p_test_id[range], time_bucket('1 hour', p_from[range]),
            time_bucket('1 hour', p_to[range]) + INTERVAL '1 hour';
        END LOOP;
      END $refresh$ $function$,
    format($minutes$
      INSERT INTO samples_1m (test_id, bucket, %1$s)
      SELECT test_id, time_bucket('1 minute', time) AS bucket, count(*),
             first(voltage_v, time), last(voltage_v, time), min(voltage_v), max(voltage_v),
             first(current_a, time), last(current_a, time), min(current_a), max(current_a),
             first(temperature_c, time), last(temperature_c, time), min(temperature_c), max(temperature_c)
      FROM samples WHERE test_id = $1 AND time >= $2 AND time < $3 GROUP BY 1, 2
      ON CONFLICT (test_id, bucket) DO UPDATE SET (%1$s) = (%2$s) $minutes$, columns, excluded),
    format($hours$
      INSERT INTO samples_1h (test_id, bucket, %1$s)
      SELECT test_id, time_bucket('1 hour', bucket) AS hour, sum(n)::bigint,
             first(first_voltage_v, bucket), last(last_voltage_v, bucket), min(min_voltage_v), max(max_voltage_v),
             first(first_current_a, bucket), last(last_current_a, bucket), min(min_current_a), max(max_current_a),
             first(first_temperature_c, bucket), last(last_temperature_c, bucket),
             min(min_temperature_c), max(max_temperature_c)
      FROM samples_1m WHERE test_id = $1 AND bucket >= $2 AND bucket < $3 GROUP BY 1, 2
      ON CONFLICT (test_id, bucket) DO UPDATE SET (%1$s) = (%2$s) $hours$, columns, excluded));
END $$;

-- As in 0003, 0004 and 0007, without asking which edition it is.
CREATE OR REPLACE FUNCTION delete_samples_of_tests(p_lab_id integer, p_test_ids integer[], p_limit integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    own_test_id integer;
    from_time timestamptz;
    to_time timestamptz;
    deleted integer;
  BEGIN
    FOR own_test_id IN SELECT tests_of_lab(p_lab_id, p_test_ids) LOOP
      SELECT min(s.time) INTO from_time FROM samples s WHERE s.test_id = own_test_id;
      IF from_time IS NULL THEN
        DELETE FROM samples_1m WHERE test_id = own_test_id;
        DELETE FROM samples_1h WHERE test_id = own_test_id;
        CONTINUE;
      END IF;
      SELECT max(w.time) INTO to_time FROM (
        SELECT s.time FROM samples s WHERE s.test_id = own_test_id AND s.time >= from_time
        ORDER BY s.time LIMIT greatest(p_limit, 1)) w;
      DELETE FROM samples s WHERE s.test_id = own_test_id AND s.time >= from_time AND s.time <= to_time;
      GET DIAGNOSTICS deleted = ROW_COUNT;
      RETURN deleted;
    END LOOP;
    RETURN 0;
  END $$;

CREATE OR REPLACE FUNCTION delete_samples_between(p_lab_id integer, p_test_id integer, p_from timestamptz, p_to timestamptz)
  RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    deleted bigint;
  BEGIN
    IF NOT EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id])) THEN
      RAISE EXCEPTION 'test % is not of lab %', p_test_id, p_lab_id;
    END IF;
    DELETE FROM samples WHERE test_id = p_test_id AND time BETWEEN p_from AND p_to;
    GET DIAGNOSTICS deleted = ROW_COUNT;
    DELETE FROM samples_1m WHERE test_id = p_test_id AND bucket >= time_bucket('1 minute', p_from) AND bucket <= p_to;
    DELETE FROM samples_1h WHERE test_id = p_test_id AND bucket >= time_bucket('1 hour', p_from) AND bucket <= p_to;
    -- The buckets at the ends may hold samples still.
    PERFORM refresh_zoom_levels(p_lab_id, ARRAY[p_test_id], ARRAY[p_from], ARRAY[p_from]);
    PERFORM refresh_zoom_levels(p_lab_id, ARRAY[p_test_id], ARRAY[p_to], ARRAY[p_to]);
    RETURN deleted;
  END $$;

CREATE OR REPLACE FUNCTION delete_orphaned_samples(p_test_id integer)
  RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    earliest timestamptz;
    deleted bigint;
  BEGIN
    IF EXISTS (SELECT FROM tests WHERE test_id = p_test_id) THEN RETURN 0; END IF;
    SELECT min(time) INTO earliest FROM samples WHERE test_id = p_test_id;
    IF earliest IS NULL THEN
      DELETE FROM samples_1m WHERE test_id = p_test_id;
      DELETE FROM samples_1h WHERE test_id = p_test_id;
      RETURN 0;
    END IF;
    DELETE FROM samples WHERE test_id = p_test_id AND time >= earliest AND time < earliest + INTERVAL '1 day';
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
  END $$;

CREATE OR REPLACE FUNCTION delete_samples_of_seq(
  p_lab_id integer, p_test_id integer, p_seq bigint, p_from timestamptz, p_to timestamptz, p_limit integer
) RETURNS TABLE (deleted bigint, first_time timestamptz, last_time timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id])) THEN
      RAISE EXCEPTION 'test % is not of lab %', p_test_id, p_lab_id;
    END IF;
    SELECT min(w.time), max(w.time) INTO first_time, last_time FROM (
      SELECT s.time FROM samples s
      WHERE s.test_id = p_test_id AND s.time BETWEEN p_from AND p_to AND s.seq = p_seq
      ORDER BY s.time DESC LIMIT p_limit) w;
    IF first_time IS NULL THEN RETURN; END IF;
    DELETE FROM samples s
      WHERE s.test_id = p_test_id AND s.time >= first_time AND s.time <= last_time AND s.seq = p_seq;
    GET DIAGNOSTICS deleted = ROW_COUNT;
    DELETE FROM samples_1m z WHERE z.test_id = p_test_id
      AND z.bucket >= time_bucket('1 minute', first_time) AND z.bucket <= last_time;
    DELETE FROM samples_1h z WHERE z.test_id = p_test_id
      AND z.bucket >= time_bucket('1 hour', first_time) AND z.bucket <= last_time;
    PERFORM refresh_zoom_levels(p_lab_id, ARRAY[p_test_id], ARRAY[first_time], ARRAY[last_time]);
    RETURN NEXT;
  END $$;

DROP FUNCTION is_community_edition();
