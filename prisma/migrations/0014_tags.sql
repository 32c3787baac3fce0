-- Up Migration

-- Tags that people gave cycles, by their shown numbers: reversible, and with a reason. Those that the lab's rules give are not stored.
CREATE TABLE cycle_tags (
  cycle_tag_id text PRIMARY KEY DEFAULT gen_random_uuid()::text,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  cell_id integer NOT NULL,
  from_cycle integer NOT NULL,
  to_cycle integer NOT NULL,
  tag text NOT NULL,
  reason text NOT NULL,
  actor text NOT NULL,
  -- Of two that contradict each other the later one holds.
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (from_cycle <= to_cycle),
  FOREIGN KEY (lab_id, cell_id) REFERENCES cells (lab_id, cell_id) ON DELETE CASCADE
);
CREATE INDEX cycle_tags_lab_id_idx ON cycle_tags (lab_id, created_at);
CREATE INDEX cycle_tags_cell_id_idx ON cycle_tags (cell_id);

-- Discharge rate, in 1/h, up to which a cycle is a check-up; null: none is by rule.
ALTER TABLE labs ADD COLUMN check_up_max_rate_c double precision CHECK (check_up_max_rate_c > 0);

GRANT SELECT, INSERT, DELETE ON cycle_tags TO ct_app;
GRANT UPDATE (check_up_max_rate_c) ON labs TO ct_app;
ALTER TABLE cycle_tags ENABLE ROW LEVEL SECURITY;
CREATE POLICY cycle_tags_of_lab ON cycle_tags TO ct_app
  USING (lab_id = current_lab_id()) WITH CHECK (lab_id = current_lab_id());
