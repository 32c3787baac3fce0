-- Up Migration

-- What a run remembers so that the bound on the error of its capacities is known, and that of a cycle; null until workers have recomputed it.
ALTER TABLE runs
  ADD COLUMN charge_error_as double precision,
  ADD COLUMN discharge_error_as double precision,
  ADD COLUMN second_last_current_a double precision,
  ADD COLUMN third_last_current_a double precision,
  ADD COLUMN last_interval_s double precision,
  ADD COLUMN second_last_interval_s double precision,
  ADD COLUMN small_change_roots double precision,
  ADD COLUMN small_change_count integer,
  ADD COLUMN clock_decimals smallint;
ALTER TABLE cycles
  ADD COLUMN charge_capacity_uncertainty_ah double precision,
  ADD COLUMN discharge_capacity_uncertainty_ah double precision;

-- Workers pack again.
DELETE FROM packed_cycles;
DELETE FROM packed_labs;
ALTER TABLE packed_cycles
  ADD COLUMN charge_capacity_uncertainty_ah bytea NOT NULL,
  ADD COLUMN discharge_capacity_uncertainty_ah bytea NOT NULL;
ALTER TABLE packed_cycles
  ALTER charge_capacity_uncertainty_ah SET STORAGE EXTERNAL,
  ALTER discharge_capacity_uncertainty_ah SET STORAGE EXTERNAL;
