-- Up Migration

-- Removes the samples of one test in a stretch of time, both ends included, with what the zoom levels hold of them. On Community the
-- aggregates follow by themselves: the worker's refresh of a late range comes after the commit. Answers how many there were.
CREATE FUNCTION delete_samples_between(p_lab_id integer, p_test_id integer, p_from timestamptz, p_to timestamptz)
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
    IF NOT is_community_edition() THEN
      DELETE FROM samples_1m WHERE test_id = p_test_id
        AND bucket >= time_bucket('1 minute', p_from) AND bucket <= p_to;
      DELETE FROM samples_1h WHERE test_id = p_test_id
        AND bucket >= time_bucket('1 hour', p_from) AND bucket <= p_to;
      -- The buckets at the ends may hold samples still.
      PERFORM refresh_zoom_levels(p_lab_id, ARRAY[p_test_id], ARRAY[p_from], ARRAY[p_from]);
      PERFORM refresh_zoom_levels(p_lab_id, ARRAY[p_test_id], ARRAY[p_to], ARRAY[p_to]);
    END IF;
    RETURN deleted;
  END $$;

-- Removes up to a day of samples of a test that is no more, the earliest first; nothing of a test that is there, whoever's it is. Nobody
-- can read such samples: this gives back their place. Answers how many there were, and 0 when none is left.
CREATE FUNCTION delete_orphaned_samples(p_test_id integer)
  RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    earliest timestamptz;
    deleted bigint;
  BEGIN
    IF EXISTS (SELECT FROM tests WHERE test_id = p_test_id) THEN RETURN 0; END IF;
    SELECT min(time) INTO earliest FROM samples WHERE test_id = p_test_id;
    IF earliest IS NULL THEN
      IF NOT is_community_edition() THEN
        DELETE FROM samples_1m WHERE test_id = p_test_id;
        DELETE FROM samples_1h WHERE test_id = p_test_id;
      END IF;
      RETURN 0;
    END IF;
    DELETE FROM samples WHERE test_id = p_test_id AND time >= earliest AND time < earliest + INTERVAL '1 day';
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
  END $$;
