-- Up Migration

-- Where cells and tests were renamed, merged or moved to, so that batches accepted before follow: those whose number is at most `seq`.
-- `test` null: every test of the cell, which keeps its name; then `into_test` is null, too.
CREATE TABLE forwards (
  forward_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  cell text NOT NULL,
  test text,
  into_cell text NOT NULL,
  into_test text,
  seq bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((test IS NULL) = (into_test IS NULL))
);
CREATE INDEX forwards_lab_id_seq_idx ON forwards (lab_id, seq);

GRANT SELECT, INSERT, UPDATE, DELETE ON forwards TO ct_app;
ALTER TABLE forwards ENABLE ROW LEVEL SECURITY;
CREATE POLICY forwards_of_lab ON forwards TO ct_app
  USING (lab_id = current_lab_id()) WITH CHECK (lab_id = current_lab_id());
