-- Up Migration

-- What a run remembers of single rows that neither neighbour supports; null until workers have recomputed it.
ALTER TABLE runs
  ADD COLUMN before_last_voltage_v double precision,
  ADD COLUMN before_last_current_a double precision,
  ADD COLUMN calm_min_voltage_v double precision,
  ADD COLUMN calm_max_voltage_v double precision,
  ADD COLUMN odd_voltages integer,
  ADD COLUMN first_odd timestamptz,
  ADD COLUMN first_odd_voltage_v double precision,
  ADD COLUMN last_odd timestamptz,
  ADD COLUMN last_odd_voltage_v double precision,
  ADD COLUMN leap timestamptz,
  ADD COLUMN leap_current_a double precision;
