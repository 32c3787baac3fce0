-- Up Migration

-- samples_1m and samples_1h: one body for both editions of TimescaleDB. On Community they are continuous aggregates
-- (real-time: what is not materialized yet is computed when read); on Apache, tables of the same names and columns
-- that the worker keeps in the samples' transaction through refresh_zoom_levels().
CREATE FUNCTION is_community_edition() RETURNS boolean
  LANGUAGE sql STABLE RETURN current_setting('timescaledb.license', true) = 'timescale';

-- Owns the continuous aggregates, so that the worker may refresh a late range without owning anything else.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ct_zoom') THEN CREATE ROLE ct_zoom NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- another database of this server is being migrated at the same moment
END $$;
GRANT USAGE ON SCHEMA public TO ct_zoom; -- and nothing else where there are no aggregates to own

DO $$
DECLARE
  minutes text := $body$
    SELECT test_id, time_bucket('1 minute', time) AS bucket, count(*) AS n,
           first(voltage_v, time) AS first_voltage_v, last(voltage_v, time) AS last_voltage_v,
           min(voltage_v) AS min_voltage_v, max(voltage_v) AS max_voltage_v,
           first(current_a, time) AS first_current_a, last(current_a, time) AS last_current_a,
           min(current_a) AS min_current_a, max(current_a) AS max_current_a,
           first(temperature_c, time) AS first_temperature_c, last(temperature_c, time) AS last_temperature_c,
           min(temperature_c) AS min_temperature_c, max(temperature_c) AS max_temperature_c
    FROM samples %s GROUP BY 1, 2 $body$;
  hours text := $body$
    SELECT test_id, time_bucket('1 hour', bucket) AS bucket, sum(n)::bigint AS n,
           first(first_voltage_v, bucket) AS first_voltage_v, last(last_voltage_v, bucket) AS last_voltage_v,
           min(min_voltage_v) AS min_voltage_v, max(max_voltage_v) AS max_voltage_v,
           first(first_current_a, bucket) AS first_current_a, last(last_current_a, bucket) AS last_current_a,
           min(min_current_a) AS min_current_a, max(max_current_a) AS max_current_a,
           first(first_temperature_c, bucket) AS first_temperature_c,
           last(last_temperature_c, bucket) AS last_temperature_c,
           min(min_temperature_c) AS min_temperature_c, max(max_temperature_c) AS max_temperature_c
    FROM samples_1m %s GROUP BY 1, 2 $body$;
  -- Of the buckets that a range of a test touches, each whole.
  of_ranges text := $range$
    JOIN unnest($1, $2, $3) AS touched (touched_test_id, from_time, to_time)
      ON touched_test_id = test_id AND %1$s >= time_bucket(%2$L, from_time)
     AND %1$s < time_bucket(%2$L, to_time) + %2$L::interval $range$;
  columns text := 'n, first_voltage_v, last_voltage_v, min_voltage_v, max_voltage_v, first_current_a, last_current_a,'
    ' min_current_a, max_current_a, first_temperature_c, last_temperature_c, min_temperature_c, max_temperature_c';
  excluded text := regexp_replace(columns, '(\w+)', 'excluded.\1', 'g');
BEGIN
  IF is_community_edition() THEN
    GRANT CREATE ON SCHEMA public TO ct_zoom;
    GRANT SELECT ON samples TO ct_zoom;
    EXECUTE 'CREATE MATERIALIZED VIEW samples_1m WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS'
      || format(minutes, '') || ' WITH NO DATA';
    EXECUTE 'CREATE MATERIALIZED VIEW samples_1h WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS'
      || format(hours, '') || ' WITH NO DATA';
    PERFORM add_continuous_aggregate_policy('samples_1m', NULL, INTERVAL '10 minutes', INTERVAL '10 minutes');
    PERFORM add_continuous_aggregate_policy('samples_1h', NULL, INTERVAL '2 hours', INTERVAL '1 hour');
    EXECUTE 'ALTER MATERIALIZED VIEW samples_1m OWNER TO ct_zoom';
    EXECUTE 'ALTER MATERIALIZED VIEW samples_1h OWNER TO ct_zoom';
    EXECUTE 'CREATE FUNCTION refresh_zoom_levels(p_lab_id integer, p_test_id integer[], p_from timestamptz[],'
      || ' p_to timestamptz[]) RETURNS void LANGUAGE sql AS ''SELECT''';
  ELSE
    EXECUTE 'CREATE TABLE samples_1m AS' || format(minutes, '') || ' WITH NO DATA';
    EXECUTE 'CREATE TABLE samples_1h AS' || format(hours, '') || ' WITH NO DATA';
    ALTER TABLE samples_1m ADD PRIMARY KEY (test_id, bucket);
    ALTER TABLE samples_1h ADD PRIMARY KEY (test_id, bucket);
    EXECUTE format($function$
      CREATE FUNCTION refresh_zoom_levels(p_lab_id integer, p_test_id integer[], p_from timestamptz[], p_to timestamptz[])
        RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $refresh$
        BEGIN
          IF EXISTS (SELECT FROM unnest(p_test_id) t WHERE t NOT IN (SELECT tests_of_lab(p_lab_id, p_test_id))) THEN
            RAISE EXCEPTION 'a test is not of lab %%', p_lab_id;
          END IF;
          INSERT INTO samples_1m (test_id, bucket, %1$s) %2$s
            ON CONFLICT (test_id, bucket) DO UPDATE SET (%1$s) = (%4$s);
          INSERT INTO samples_1h (test_id, bucket, %1$s) %3$s
            ON CONFLICT (test_id, bucket) DO UPDATE SET (%1$s) = (%4$s);
        END $refresh$ $function$,
      columns,
      replace(replace(replace(format(minutes, format(of_ranges, 'time', '1 minute')), '$1', 'p_test_id'), '$2', 'p_from'), '$3', 'p_to'),
      replace(replace(replace(format(hours, format(of_ranges, 'bucket', '1 hour')), '$1', 'p_test_id'), '$2', 'p_from'), '$3', 'p_to'),
      excluded);
  END IF;
END $$;

-- Readers do not know which edition runs. Levels are '1h', '1m' and 'samples'.

-- How many buckets and samples of a level a range of tests holds: what decides which level serves a picture. Buckets count whole.
CREATE FUNCTION count_zoom_points(
  p_lab_id integer, p_test_ids integer[], p_level text, p_from timestamptz, p_to timestamptz,
  OUT buckets bigint, OUT samples bigint
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    test_ids integer[] := ARRAY(SELECT tests_of_lab(p_lab_id, p_test_ids));
  BEGIN
    IF p_level = '1h' THEN
      SELECT count(*), coalesce(sum(n), 0) INTO buckets, samples FROM samples_1h
        WHERE test_id = ANY (test_ids) AND bucket > p_from - INTERVAL '1 hour' AND bucket <= p_to;
    ELSE
      SELECT count(*), coalesce(sum(n), 0) INTO buckets, samples FROM samples_1m
        WHERE test_id = ANY (test_ids) AND bucket > p_from - INTERVAL '1 minute' AND bucket <= p_to;
    END IF;
  END $$;

-- How many samples a range of tests holds, counted up to a limit.
CREATE FUNCTION count_samples_up_to(
  p_lab_id integer, p_test_ids integer[], p_from timestamptz, p_to timestamptz, p_limit bigint
) RETURNS bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    test_ids integer[] := ARRAY(SELECT tests_of_lab(p_lab_id, p_test_ids));
  BEGIN
    RETURN (SELECT count(*) FROM (
      SELECT FROM samples WHERE test_id = ANY (test_ids) AND time BETWEEN p_from AND p_to LIMIT p_limit) counted);
  END $$;

-- A range of tests, merged by time, as the extremes of slices of time; slices without a sample are left out. (By number of rows instead
-- of time, the slices would be even, but counting rows takes twice as long as summing them up.)
CREATE FUNCTION zoom_points(
  p_lab_id integer, p_test_ids integer[], p_level text, p_from timestamptz, p_to timestamptz, p_slice interval
) RETURNS TABLE (
  from_time timestamptz, to_time timestamptz,
  min_voltage_v double precision, max_voltage_v double precision,
  min_current_a double precision, max_current_a double precision,
  min_temperature_c double precision, max_temperature_c double precision
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    test_ids integer[] := ARRAY(SELECT tests_of_lab(p_lab_id, p_test_ids));
  BEGIN
    IF p_level = '1h' THEN
      RETURN QUERY SELECT min(z.bucket), max(z.bucket) + INTERVAL '1 hour', min(z.min_voltage_v), max(z.max_voltage_v),
          min(z.min_current_a), max(z.max_current_a), min(z.min_temperature_c), max(z.max_temperature_c)
        FROM samples_1h z
        WHERE z.test_id = ANY (test_ids) AND z.bucket > p_from - INTERVAL '1 hour' AND z.bucket <= p_to
        GROUP BY time_bucket(p_slice, z.bucket) ORDER BY 1;
    ELSIF p_level = '1m' THEN
      RETURN QUERY SELECT min(z.bucket), max(z.bucket) + INTERVAL '1 minute', min(z.min_voltage_v), max(z.max_voltage_v),
          min(z.min_current_a), max(z.max_current_a), min(z.min_temperature_c), max(z.max_temperature_c)
        FROM samples_1m z
        WHERE z.test_id = ANY (test_ids) AND z.bucket > p_from - INTERVAL '1 minute' AND z.bucket <= p_to
        GROUP BY time_bucket(p_slice, z.bucket) ORDER BY 1;
    ELSE
      RETURN QUERY SELECT min(s.time), max(s.time), min(s.voltage_v), max(s.voltage_v),
          min(s.current_a), max(s.current_a), min(s.temperature_c), max(s.temperature_c)
        FROM samples s WHERE s.test_id = ANY (test_ids) AND s.time BETWEEN p_from AND p_to
        GROUP BY time_bucket(p_slice, s.time) ORDER BY 1;
    END IF;
  END $$;
