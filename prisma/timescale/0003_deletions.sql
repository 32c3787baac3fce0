-- Up Migration

-- What is written into a lab and what removes the lab meet in this lock: writers share it, the removal takes it alone once, after the lab
-- was marked. From then on nothing is written into it any more.
CREATE FUNCTION lock_lab_for_writing() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp
  AS $$
  BEGIN
    IF current_lab_id() IS NULL THEN RETURN NULL; END IF;
    PERFORM pg_advisory_xact_lock_shared(4703265, current_lab_id());
    IF NOT EXISTS (SELECT FROM labs WHERE lab_id = current_lab_id() AND deleting_at IS NULL) THEN
      RAISE EXCEPTION 'lab % is deleted', current_lab_id() USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NULL;
  END $$;
-- Whoever stores samples writes into the first two before anything else; the third is what every other change ends with.
CREATE TRIGGER batches_of_open_labs BEFORE INSERT ON batches
  FOR EACH STATEMENT EXECUTE FUNCTION lock_lab_for_writing();
CREATE TRIGGER test_states_of_open_labs BEFORE INSERT ON test_states
  FOR EACH STATEMENT EXECUTE FUNCTION lock_lab_for_writing();
CREATE TRIGGER lab_states_of_open_labs BEFORE INSERT ON lab_states
  FOR EACH STATEMENT EXECUTE FUNCTION lock_lab_for_writing();

-- Waits until nothing is under way that began before the lab was marked.
CREATE FUNCTION wait_for_writers_of_lab(p_lab_id integer) RETURNS void
  LANGUAGE sql SET search_path = public, pg_temp
  AS $$ SELECT pg_advisory_xact_lock(4703265, p_lab_id) $$;

-- Removes samples of tests of the lab of this transaction, earliest first, about so many at once: ask again until it answers 0. A test's zoom
-- levels go with its last samples (on Community their policy sees to that). More than 100,000 rows of a compressed chunk are more than one
-- statement may take.
CREATE FUNCTION delete_samples_of_tests(p_lab_id integer, p_test_ids integer[], p_limit integer) RETURNS integer
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
        IF NOT is_community_edition() THEN
          EXECUTE 'DELETE FROM samples_1m WHERE test_id = $1' USING own_test_id;
          EXECUTE 'DELETE FROM samples_1h WHERE test_id = $1' USING own_test_id;
        END IF;
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
