-- Up Migration

-- A file brings thousands of new buckets at once, which COPY writes in a third of the time. It knows no row security, as for samples: the
-- worker asks first whose the tests are.
DO $$
BEGIN
  IF NOT is_community_edition() THEN GRANT INSERT ON samples_1m, samples_1h TO ct_app; END IF;
END $$;
