-- Up Migration

-- A second copy of cycles, from which a whole lab is read in a tenth of the time: one row a test, each column of `cycles` in one value, by
-- rising cycle. It may be older than `cycles`, never newer than what a reader sees: whoever reads it reads the cycles of a version above the
-- lab's packed one as well, and tests that were reset since from `cycles` alone. A migration that gives `cycles` another column empties both
-- tables here; workers fill them again.
CREATE TABLE packed_cycles (
  lab_id integer NOT NULL,
  test_id integer NOT NULL,
  -- int4send of each number; those that are open or partial once more.
  cycles bytea NOT NULL,
  open_cycles bytea,
  partial_cycles bytea,
  -- timestamptz_send
  first_times bytea NOT NULL,
  -- float8send, NaN for null
  charge_capacity_ah bytea NOT NULL,
  discharge_capacity_ah bytea NOT NULL,
  charge_energy_wh bytea NOT NULL,
  discharge_energy_wh bytea NOT NULL,
  min_voltage_v bytea NOT NULL,
  max_voltage_v bytea NOT NULL,
  max_temperature_c bytea NOT NULL,
  sample_count bytea NOT NULL,
  uncovered_s bytea NOT NULL,
  formula_version bytea NOT NULL,
  PRIMARY KEY (lab_id, test_id)
);

-- Compressing doubles costs more time than it saves place.
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = 'packed_cycles' AND data_type = 'bytea'
  LOOP
    EXECUTE format('ALTER TABLE packed_cycles ALTER %I SET STORAGE EXTERNAL', name);
  END LOOP;
END $$;

CREATE TABLE packed_labs (
  lab_id integer PRIMARY KEY,
  -- Every change up to this version of the lab is in packed_cycles.
  version bigint NOT NULL,
  -- How many there are.
  cycles bigint NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON packed_cycles, packed_labs TO ct_app;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['packed_cycles', 'packed_labs'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY %I ON %I TO ct_app USING (lab_id = current_lab_id()) WITH CHECK (lab_id = current_lab_id())',
      name || '_of_lab', name);
  END LOOP;
END $$;

CREATE TRIGGER packed_labs_of_open_labs BEFORE INSERT ON packed_labs
  FOR EACH STATEMENT EXECUTE FUNCTION lock_lab_for_writing();

-- Labs of which at least p_least cycles, and one in sixteen of those that are packed, changed since they were packed.
CREATE FUNCTION labs_to_pack(p_least integer, p_limit integer) RETURNS TABLE (lab_id integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT s.lab_id
    FROM lab_states s
    JOIN labs l ON l.lab_id = s.lab_id AND l.deleting_at IS NULL
    LEFT JOIN packed_labs p ON p.lab_id = s.lab_id
    CROSS JOIN LATERAL (SELECT coalesce(p.version, -1) AS version, p_least + coalesce(p.cycles, 0) / 16 AS least) known
    WHERE s.version > known.version AND known.least <= (
      SELECT count(*) FROM (
        SELECT 1 FROM cycles c WHERE c.lab_id = s.lab_id AND c.version > known.version LIMIT known.least
      ) changed
    )
    ORDER BY s.lab_id LIMIT p_limit
  $$;
REVOKE ALL ON FUNCTION labs_to_pack FROM PUBLIC;
GRANT EXECUTE ON FUNCTION labs_to_pack TO ct_app;
