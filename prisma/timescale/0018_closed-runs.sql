-- Up Migration

-- What a run remembers of its current, and what is computed of it when it closes; null until workers have recomputed it.
ALTER TABLE runs
  ADD COLUMN previous_voltage_v double precision,
  ADD COLUMN previous_current_a double precision,
  ADD COLUMN previous_gap_s double precision,
  ADD COLUMN first_voltage_v double precision,
  ADD COLUMN steady_count integer,
  ADD COLUMN steady_low_a double precision,
  ADD COLUMN steady_high_a double precision,
  ADD COLUMN inner_edge_ohm double precision,
  ADD COLUMN inner_edge_from_a double precision,
  ADD COLUMN inner_edge_to_a double precision,
  ADD COLUMN closed_above_a double precision,
  ADD COLUMN closed_up_to_a double precision,
  ADD COLUMN is_steady smallint,
  ADD COLUMN held_from timestamptz,
  ADD COLUMN held_as double precision,
  ADD COLUMN held_ws double precision,
  ADD COLUMN held_s double precision,
  ADD COLUMN pulse_ohm_1 double precision,
  ADD COLUMN pulse_ohm_2 double precision,
  ADD COLUMN pulse_ohm_10 double precision,
  ADD COLUMN pulse_ohm_30 double precision;
ALTER TABLE cycles
  ADD COLUMN constant_voltage_share double precision,
  ADD COLUMN internal_resistance_ohm double precision;

-- Workers pack again.
DELETE FROM packed_cycles;
DELETE FROM packed_labs;
ALTER TABLE packed_cycles
  ADD COLUMN constant_voltage_share bytea NOT NULL,
  ADD COLUMN internal_resistance_ohm bytea NOT NULL;
ALTER TABLE packed_cycles
  ALTER constant_voltage_share SET STORAGE EXTERNAL,
  ALTER internal_resistance_ohm SET STORAGE EXTERNAL;

-- The last samples of a test between two identities, both included, in order.
CREATE FUNCTION last_samples_between(
  p_lab_id integer, p_test_id integer,
  p_from timestamptz, p_from_record integer, p_to timestamptz, p_to_record integer, p_limit bigint
) RETURNS SETOF samples
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT l.* FROM (
      SELECT s.* FROM samples s
      WHERE s.test_id = p_test_id AND s.time >= p_from AND s.time <= p_to
        AND (s.time, s.record) >= (p_from, p_from_record) AND (s.time, s.record) <= (p_to, p_to_record)
        AND EXISTS (SELECT FROM tests_of_lab(p_lab_id, ARRAY[p_test_id]))
      ORDER BY s.time DESC, s.record DESC LIMIT p_limit
    ) l ORDER BY l.time, l.record
  $$;
REVOKE ALL ON FUNCTION last_samples_between FROM PUBLIC;
GRANT EXECUTE ON FUNCTION last_samples_between TO ct_app;
