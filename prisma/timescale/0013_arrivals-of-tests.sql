-- Up Migration

-- When a test last heard from a sender, by the server's clock, and how often it usually does. A file's samples arrive from nobody who would
-- send again, so they leave both as they are: null where all came as files.
ALTER TABLE test_states
  ADD COLUMN arrived_at timestamptz,
  ADD COLUMN arrival_interval_s double precision;

-- Of what came before this was kept the sample's own clock tells.
UPDATE test_states s SET arrived_at = least(s.last_time, now())
WHERE s.last_time IS NOT NULL AND NOT EXISTS (SELECT FROM import_tests n WHERE n.lab_id = s.lab_id AND n.test_id = s.test_id);

-- What this transaction stored for a sender stands in the ledger before the state of its tests is written; a recomputation has nothing there.
CREATE FUNCTION keep_arrival() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp
  AS $$
  DECLARE
    received timestamptz;
    since_s double precision;
  BEGIN
    SELECT max(b.received_at) INTO received FROM batches b
    WHERE b.stored_at = now() AND b.lab_id = NEW.lab_id
      AND NOT EXISTS (SELECT FROM imports i WHERE i.lab_id = b.lab_id AND i.seq = b.seq);
    IF received IS NULL OR received <= NEW.arrived_at THEN RETURN NEW; END IF;
    -- A pause counts for no more than what would have been called silence: a night off is no habit.
    since_s := least(
      extract(epoch FROM received - NEW.arrived_at),
      greatest(600, 10 * coalesce(NEW.arrival_interval_s, 0))
    );
    NEW.arrival_interval_s := coalesce(0.8 * NEW.arrival_interval_s + 0.2 * since_s, since_s);
    NEW.arrived_at := received;
    RETURN NEW;
  END $$;

-- Every ten seconds is often enough for an age, and costs next to nothing.
CREATE TRIGGER arrivals_of_tests BEFORE UPDATE ON test_states
  FOR EACH ROW WHEN (NEW.arrived_at IS NULL OR NEW.arrived_at < now() - interval '10 seconds')
  EXECUTE FUNCTION keep_arrival();
