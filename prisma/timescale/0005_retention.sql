-- Up Migration

-- Samples before `kept_from` are no longer kept: the runs that began before it stay as they were counted. `cleared_to` is how far their
-- rows are gone.
ALTER TABLE test_states
  ADD COLUMN kept_from timestamptz,
  ADD COLUMN cleared_to timestamptz;

-- Removes up to a day of the samples of one test that its state says are no longer kept, the earliest first. Zoom levels stay (on Community
-- the aggregates follow what they are made of). Answers how many there were, and 0 when none is left.
CREATE FUNCTION delete_expired_samples(p_lab_id integer, p_test_id integer) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    kept timestamptz := (
      SELECT s.kept_from FROM test_states s
      WHERE s.test_id = p_test_id AND EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id])));
    earliest timestamptz;
    deleted bigint;
  BEGIN
    SELECT min(time) INTO earliest FROM samples WHERE test_id = p_test_id AND time < kept;
    IF earliest IS NULL THEN RETURN 0; END IF;
    DELETE FROM samples WHERE test_id = p_test_id AND time >= earliest AND time < least(earliest + INTERVAL '1 day', kept);
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
  END $$;

-- A batch waits for days at most, so what was deleted need not be remembered for good.
CREATE OR REPLACE FUNCTION forget_old_batches() RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    DELETE FROM batches WHERE stored_at < now() - INTERVAL '30 days';
    DELETE FROM tombstones WHERE created_at < now() - INTERVAL '60 days';
  $$;
