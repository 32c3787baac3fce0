-- Up Migration

-- A batch waits for days at most, so what was deleted or moved need not be remembered for good.
CREATE OR REPLACE FUNCTION forget_old_batches() RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    DELETE FROM batches WHERE stored_at < now() - INTERVAL '30 days';
    DELETE FROM tombstones WHERE created_at < now() - INTERVAL '60 days';
    DELETE FROM forwards WHERE created_at < now() - INTERVAL '60 days';
  $$;

-- The stretches of time in which somebody has, or had, samples.
CREATE FUNCTION sample_chunks() RETURNS TABLE (from_time timestamptz, to_time timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT range_start, range_end FROM timescaledb_information.chunks
    WHERE hypertable_schema = 'public' AND hypertable_name = 'samples'
  $$;

-- Every query over all time opens every chunk, also one whose samples were all deleted. Drops those that lie more than a day back, a few at a
-- time, and none that somebody writes into at this moment. Answers how many.
CREATE FUNCTION drop_empty_chunks(p_most integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '1s'
  AS $$
  DECLARE
    chunk record;
    is_empty boolean;
    dropped integer := 0;
  BEGIN
    FOR chunk IN
      SELECT format('%I.%I', chunk_schema, chunk_name) AS name, range_start, range_end
      FROM timescaledb_information.chunks
      WHERE hypertable_schema = 'public' AND hypertable_name = 'samples' AND range_end < now() - INTERVAL '1 day'
      ORDER BY range_start
    LOOP
      EXIT WHEN dropped >= p_most;
      EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', chunk.name) INTO is_empty;
      CONTINUE WHEN NOT is_empty;
      BEGIN
        EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', chunk.name);
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', chunk.name) INTO is_empty;
        IF is_empty THEN
          PERFORM drop_chunks('samples', older_than => chunk.range_end, newer_than => chunk.range_start);
          dropped := dropped + 1;
        END IF;
      EXCEPTION WHEN lock_not_available OR undefined_table THEN
        NULL; -- the next time
      END;
    END LOOP;
    RETURN dropped;
  END $$;
