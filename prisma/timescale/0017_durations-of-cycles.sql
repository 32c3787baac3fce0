-- Up Migration

-- Seconds of a cycle and of its charge and discharge, as their runs have them; null until workers have recomputed the cycle.
ALTER TABLE cycles
  ADD COLUMN duration_s double precision,
  ADD COLUMN charge_duration_s double precision,
  ADD COLUMN discharge_duration_s double precision;

-- Workers pack again.
DELETE FROM packed_cycles;
DELETE FROM packed_labs;
ALTER TABLE packed_cycles
  ADD COLUMN duration_s bytea NOT NULL,
  ADD COLUMN charge_duration_s bytea NOT NULL,
  ADD COLUMN discharge_duration_s bytea NOT NULL;
ALTER TABLE packed_cycles
  ALTER duration_s SET STORAGE EXTERNAL,
  ALTER charge_duration_s SET STORAGE EXTERNAL,
  ALTER discharge_duration_s SET STORAGE EXTERNAL;
