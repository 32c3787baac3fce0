-- Up Migration

-- Cells, or cycles of them by their shown numbers, that statistics leave out: reversible, and with a reason. Both ends null: the whole cell.
CREATE TABLE exclusions (
  exclusion_id text PRIMARY KEY DEFAULT gen_random_uuid()::text,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  cell_id integer NOT NULL,
  from_cycle integer,
  to_cycle integer,
  reason text NOT NULL,
  actor text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((from_cycle IS NULL) = (to_cycle IS NULL) AND from_cycle <= to_cycle),
  FOREIGN KEY (lab_id, cell_id) REFERENCES cells (lab_id, cell_id) ON DELETE CASCADE
);
CREATE INDEX exclusions_lab_id_idx ON exclusions (lab_id, created_at);
CREATE INDEX exclusions_cell_id_idx ON exclusions (cell_id);

GRANT SELECT, INSERT, DELETE ON exclusions TO ct_app;
ALTER TABLE exclusions ENABLE ROW LEVEL SECURITY;
CREATE POLICY exclusions_of_lab ON exclusions TO ct_app
  USING (lab_id = current_lab_id()) WITH CHECK (lab_id = current_lab_id());
