-- A deletion from a hypertable locks and opens every chunk, also of weeks in which only others have samples, whatever times it names. Samples of a
-- stretch of time are deleted from the chunks that the stretch lies in instead. Where some of them are compressed, TimescaleDB has to find the
-- rows, and all chunks are opened as before.
-- Chunks of samples in which a stretch of time lies, from the catalog: the view that tells of them reads those of all tables. `status` is 0 of what
-- was never compressed.
CREATE FUNCTION chunks_of_samples(p_from timestamptz, p_to timestamptz) RETURNS TABLE (name text, is_compressed boolean)
  LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$
    SELECT format('%I.%I', c.schema_name, c.table_name), c.status <> 0
    FROM _timescaledb_catalog.hypertable h
    JOIN _timescaledb_catalog.dimension d ON d.hypertable_id = h.id
    JOIN _timescaledb_catalog.dimension_slice s ON s.dimension_id = d.id
    JOIN _timescaledb_catalog.chunk_constraint k ON k.dimension_slice_id = s.id
    JOIN _timescaledb_catalog.chunk c ON c.id = k.chunk_id
    WHERE h.schema_name = 'public' AND h.table_name = 'samples' AND isfinite(p_from) AND isfinite(p_to)
      AND s.range_start <= (extract(epoch FROM p_to) * 1000000)::bigint
      AND s.range_end > (extract(epoch FROM p_from) * 1000000)::bigint
      AND to_regclass(format('%I.%I', c.schema_name, c.table_name)) IS NOT NULL
  $$;

CREATE FUNCTION delete_stretch_of_samples(p_test_id integer, p_from timestamptz, p_to timestamptz, p_seq bigint) RETURNS bigint
  LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  AS $$
  DECLARE
    chunk text;
    of_chunk bigint;
    deleted bigint := 0;
  BEGIN
    FOR chunk IN SELECT c.name FROM chunks_of_samples(p_from, p_to) c WHERE NOT c.is_compressed LOOP
      BEGIN
        EXECUTE format('DELETE FROM %s WHERE test_id = $1 AND time >= $2 AND time <= $3 AND ($4 IS NULL OR seq = $4)', chunk)
          USING p_test_id, p_from, p_to, p_seq;
        GET DIAGNOSTICS of_chunk = ROW_COUNT;
        deleted := deleted + of_chunk;
      EXCEPTION WHEN undefined_table THEN
        NULL; -- it was empty, and dropped meanwhile
      END;
    END LOOP;
    -- Also what was compressed since the list was made: from here on the locks keep it from being so. A stretch without an end is of all chunks.
    IF NOT isfinite(p_from) OR NOT isfinite(p_to)
       OR EXISTS (SELECT FROM chunks_of_samples(p_from, p_to) c WHERE c.is_compressed) THEN
      DELETE FROM samples s
        WHERE s.test_id = p_test_id AND s.time >= p_from AND s.time <= p_to AND (p_seq IS NULL OR s.seq = p_seq);
      GET DIAGNOSTICS of_chunk = ROW_COUNT;
      deleted := deleted + of_chunk;
    END IF;
    RETURN deleted;
  END $$;

-- As in 0022, chunk by chunk. Where a test has runs, its samples are looked for between the first and the last of them; only that none is left is
-- found in all chunks, once a test.
CREATE OR REPLACE FUNCTION delete_samples_of_tests(p_lab_id integer, p_test_ids integer[], p_limit integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  AS $$
  DECLARE
    own_test_id integer;
    from_time timestamptz;
    to_time timestamptz;
    last_time timestamptz;
  BEGIN
    FOR own_test_id IN SELECT tests_of_lab(p_lab_id, p_test_ids) LOOP
      SELECT min(r.first_time), max(r.last_time) INTO from_time, last_time
        FROM runs r WHERE r.lab_id = p_lab_id AND r.test_id = own_test_id;
      SELECT min(s.time) INTO from_time FROM samples s
        WHERE s.test_id = own_test_id AND s.time >= from_time AND s.time <= last_time;
      IF from_time IS NULL THEN
        SELECT min(s.time), 'infinity' INTO from_time, last_time FROM samples s WHERE s.test_id = own_test_id;
      END IF;
      IF from_time IS NULL THEN
        DELETE FROM samples_1m WHERE test_id = own_test_id;
        DELETE FROM samples_1h WHERE test_id = own_test_id;
        CONTINUE;
      END IF;
      SELECT max(w.time) INTO to_time FROM (
        SELECT s.time FROM samples s WHERE s.test_id = own_test_id AND s.time >= from_time AND s.time <= last_time
        ORDER BY s.time LIMIT greatest(p_limit, 1)) w;
      RETURN delete_stretch_of_samples(own_test_id, from_time, to_time, NULL);
    END LOOP;
    RETURN 0;
  END $$;

CREATE OR REPLACE FUNCTION delete_samples_between(p_lab_id integer, p_test_id integer, p_from timestamptz, p_to timestamptz)
  RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  AS $$
  DECLARE
    deleted bigint;
  BEGIN
    IF NOT EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id])) THEN
      RAISE EXCEPTION 'test % is not of lab %', p_test_id, p_lab_id;
    END IF;
    deleted := delete_stretch_of_samples(p_test_id, p_from, p_to, NULL);
    DELETE FROM samples_1m WHERE test_id = p_test_id AND bucket >= time_bucket('1 minute', p_from) AND bucket <= p_to;
    DELETE FROM samples_1h WHERE test_id = p_test_id AND bucket >= time_bucket('1 hour', p_from) AND bucket <= p_to;
    -- The buckets at the ends may hold samples still.
    PERFORM refresh_zoom_levels(p_lab_id, ARRAY[p_test_id], ARRAY[p_from], ARRAY[p_from]);
    PERFORM refresh_zoom_levels(p_lab_id, ARRAY[p_test_id], ARRAY[p_to], ARRAY[p_to]);
    RETURN deleted;
  END $$;

CREATE OR REPLACE FUNCTION delete_samples_of_seq(
  p_lab_id integer, p_test_id integer, p_seq bigint, p_from timestamptz, p_to timestamptz, p_limit integer
) RETURNS TABLE (deleted bigint, first_time timestamptz, last_time timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
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
    deleted := delete_stretch_of_samples(p_test_id, first_time, last_time, p_seq);
    DELETE FROM samples_1m z WHERE z.test_id = p_test_id
      AND z.bucket >= time_bucket('1 minute', first_time) AND z.bucket <= last_time;
    DELETE FROM samples_1h z WHERE z.test_id = p_test_id
      AND z.bucket >= time_bucket('1 hour', first_time) AND z.bucket <= last_time;
    PERFORM refresh_zoom_levels(p_lab_id, ARRAY[p_test_id], ARRAY[first_time], ARRAY[last_time]);
    RETURN NEXT;
  END $$;

-- As in 0005. The samples that are no longer kept lie between the test's first run and those that are.
CREATE OR REPLACE FUNCTION delete_expired_samples(p_lab_id integer, p_test_id integer) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  AS $$
  DECLARE
    kept timestamptz := (
      SELECT s.kept_from FROM test_states s
      WHERE s.test_id = p_test_id AND EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id])));
    first_time timestamptz := (SELECT min(r.first_time) FROM runs r WHERE r.lab_id = p_lab_id AND r.test_id = p_test_id);
    earliest timestamptz;
  BEGIN
    SELECT min(s.time) INTO earliest FROM samples s
      WHERE s.test_id = p_test_id AND s.time >= coalesce(first_time, '-infinity') AND s.time < kept;
    IF earliest IS NULL THEN RETURN 0; END IF;
    -- One µs before, as the end of a stretch is its own.
    RETURN delete_stretch_of_samples(
      p_test_id, earliest, least(earliest + INTERVAL '1 day', kept) - INTERVAL '1 microsecond', NULL);
  END $$;
