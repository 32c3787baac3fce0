-- Up Migration

-- The first arrival has none before it to be counted from: until the second one, nobody knows how often a sender sends. (It was taken for
-- the longest pause there is, and whoever sent once and stopped was called silent after 100 minutes instead of ten.)
CREATE OR REPLACE FUNCTION keep_arrival() RETURNS trigger
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
    IF NEW.arrived_at IS NOT NULL THEN
      -- A pause counts for no more than what would have been called silence: a night off is no habit.
      since_s := least(
        extract(epoch FROM received - NEW.arrived_at),
        greatest(600, 10 * coalesce(NEW.arrival_interval_s, 0))
      );
      NEW.arrival_interval_s := coalesce(0.8 * NEW.arrival_interval_s + 0.2 * since_s, since_s);
    END IF;
    NEW.arrived_at := received;
    RETURN NEW;
  END $$;
