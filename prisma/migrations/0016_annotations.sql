-- Up Migration

-- What people noted of a cell, of cells with a value in a field (a chamber, a channel) or of the whole lab: of cycles, by their shown numbers, of
-- a stretch of time, or of all of it. Numbers do not depend on them.
CREATE TABLE annotations (
  annotation_id text PRIMARY KEY DEFAULT gen_random_uuid()::text,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  cell_id integer,
  metadata_field_id integer,
  value text,
  from_cycle integer,
  to_cycle integer,
  from_time timestamptz,
  to_time timestamptz,
  text text NOT NULL,
  actor text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (cell_id IS NULL OR metadata_field_id IS NULL),
  CHECK ((metadata_field_id IS NULL) = (value IS NULL)),
  CHECK ((from_cycle IS NULL) = (to_cycle IS NULL) AND from_cycle <= to_cycle),
  CHECK ((from_time IS NULL) = (to_time IS NULL) AND from_time <= to_time),
  CHECK (from_cycle IS NULL OR from_time IS NULL),
  CHECK (cell_id IS NOT NULL OR from_time IS NOT NULL),
  FOREIGN KEY (lab_id, cell_id) REFERENCES cells (lab_id, cell_id) ON DELETE CASCADE,
  FOREIGN KEY (lab_id, metadata_field_id) REFERENCES metadata_fields (lab_id, metadata_field_id) ON DELETE CASCADE
);
CREATE INDEX annotations_lab_id_idx ON annotations (lab_id, created_at);
CREATE INDEX annotations_cell_id_idx ON annotations (cell_id);
CREATE INDEX annotations_metadata_field_id_idx ON annotations (metadata_field_id);

GRANT SELECT, INSERT, DELETE ON annotations TO ct_app;
ALTER TABLE annotations ENABLE ROW LEVEL SECURITY;
CREATE POLICY annotations_of_lab ON annotations TO ct_app
  USING (lab_id = current_lab_id()) WITH CHECK (lab_id = current_lab_id());
