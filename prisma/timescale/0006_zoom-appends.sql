-- Up Migration

-- On Apache the worker keeps the zoom levels. What lies past a test's last sample is added to them: buckets that the worker has summed up
-- already, which cost what they are and not what is stored. What changed before it is summed up again from the samples, range by range.
DO $$
DECLARE
  columns text := 'n, first_voltage_v, last_voltage_v, min_voltage_v, max_voltage_v, first_current_a, last_current_a,'
    ' min_current_a, max_current_a, first_temperature_c, last_temperature_c, min_temperature_c, max_temperature_c';
  excluded text := regexp_replace(columns, '(\w+)', 'excluded.\1', 'g');
  parameters text := 'p_lab_id integer, p_level text, p_test_id integer[], p_bucket timestamptz[], p_n integer[],'
    ' p_first_voltage_v float8[], p_last_voltage_v float8[], p_min_voltage_v float8[], p_max_voltage_v float8[],'
    ' p_first_current_a float8[], p_last_current_a float8[], p_min_current_a float8[], p_max_current_a float8[],'
    ' p_first_temperature_c float8[], p_last_temperature_c float8[], p_min_temperature_c float8[], p_max_temperature_c float8[]';
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
  IF is_community_edition() THEN
    EXECUTE format('CREATE FUNCTION append_zoom_levels(%s) RETURNS void LANGUAGE sql AS ''SELECT''', parameters);
    RETURN;
  END IF;

  EXECUTE format($function$
    CREATE FUNCTION append_zoom_levels(%1$s)
      RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $append$
      BEGIN
        IF EXISTS (SELECT FROM unnest(p_test_id) t WHERE t NOT IN (SELECT tests_of_lab(p_lab_id, p_test_id))) THEN
          RAISE EXCEPTION 'a test is not of lab %%', p_lab_id;
        END IF;
        IF p_level = '1h' THEN %2$s; ELSE %3$s; END IF;
      END $append$ $function$,
    parameters, format(append, 'samples_1h', columns), format(append, 'samples_1m', columns));

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
             first(first_temperature_c, bucket), last(last_temperature_c, bucket), min(min_temperature_c), max(max_temperature_c)
      FROM samples_1m WHERE test_id = $1 AND bucket >= $2 AND bucket < $3 GROUP BY 1, 2
      ON CONFLICT (test_id, bucket) DO UPDATE SET (%1$s) = (%2$s) $hours$, columns, excluded));
END $$;
