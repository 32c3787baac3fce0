-- Up Migration

-- Where a whole cell went is remembered for as long as links to it are likely to be opened; what batches alone ask for as long as before.
CREATE OR REPLACE FUNCTION forget_old_batches() RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    DELETE FROM batches WHERE stored_at < now() - INTERVAL '30 days';
    DELETE FROM tombstones WHERE created_at < now() - INTERVAL '60 days';
    DELETE FROM forwards WHERE created_at < now() - CASE WHEN test IS NULL THEN INTERVAL '5 years' ELSE INTERVAL '60 days' END;
  $$;
