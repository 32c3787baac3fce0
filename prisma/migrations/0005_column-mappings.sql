-- Up Migration

-- How a lab reads the columns of a file that no format knows, kept by name to be used again: { "columns": { heading: { "field", "unit" } }, … }
-- as server/importers has it.
CREATE TABLE column_mappings (
  column_mapping_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 128),
  mapping jsonb NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (lab_id, name)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON column_mappings TO ct_app;
ALTER TABLE column_mappings ENABLE ROW LEVEL SECURITY;
CREATE POLICY column_mappings_of_lab ON column_mappings TO ct_app
  USING (lab_id = current_lab_id()) WITH CHECK (lab_id = current_lab_id());
