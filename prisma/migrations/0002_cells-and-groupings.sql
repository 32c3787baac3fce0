-- Up Migration

CREATE TABLE cells (
  cell_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 128),
  nominal_capacity_ah double precision CHECK (nominal_capacity_ah > 0),
  -- Whether it was ever given or cleared; ingest fills only what was not.
  nominal_capacity_was_set boolean NOT NULL DEFAULT false,
  active_mass_g double precision CHECK (active_mass_g > 0),
  electrode_area_cm2 double precision CHECK (electrode_area_cm2 > 0),
  polarity text NOT NULL DEFAULT 'full_cell' CHECK (polarity IN ('full_cell', 'half_cell_cathode', 'half_cell_anode')),
  cycle_starts_with text NOT NULL DEFAULT 'charge' CHECK (cycle_starts_with IN ('charge', 'discharge')),
  formation_cycles integer CHECK (formation_cycles >= 0),
  reference_cycle integer CHECK (reference_cycle >= 0),
  max_gap_seconds double precision CHECK (max_gap_seconds > 0),
  -- What ingest could not use, for the reader: [{ "message": … }].
  warnings jsonb NOT NULL DEFAULT '[]',
  -- Raised with every change that changes numbers; a test whose state carries an older one is recounted.
  settings_version integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (lab_id, name),
  -- What a row hangs on must be of its own lab: foreign keys look past row security.
  UNIQUE (lab_id, cell_id)
);

CREATE TABLE tests (
  test_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  cell_id integer NOT NULL,
  name text NOT NULL DEFAULT '' CHECK (char_length(name) <= 128),
  cycle_offset integer NOT NULL DEFAULT 0,
  ended_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (cell_id, name),
  FOREIGN KEY (lab_id, cell_id) REFERENCES cells (lab_id, cell_id) ON DELETE CASCADE
);
CREATE INDEX tests_lab_id_idx ON tests (lab_id);

CREATE TABLE metadata_fields (
  metadata_field_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 128),
  type text NOT NULL CHECK (type IN ('text', 'number', 'choice', 'date')),
  unit text,
  options text[],
  position integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (lab_id, name),
  UNIQUE (lab_id, metadata_field_id),
  CHECK ((type = 'choice') = (options IS NOT NULL)),
  CHECK (type = 'number' OR unit IS NULL)
);

-- A row with a null value was cleared by a person; ingest fills only what has no row.
CREATE TABLE cell_metadata (
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  cell_id integer NOT NULL,
  metadata_field_id integer NOT NULL,
  -- A JSON string or number, by the field's type; dates as ISO 8601 text.
  value jsonb,
  PRIMARY KEY (cell_id, metadata_field_id),
  FOREIGN KEY (lab_id, cell_id) REFERENCES cells (lab_id, cell_id) ON DELETE CASCADE,
  FOREIGN KEY (lab_id, metadata_field_id) REFERENCES metadata_fields (lab_id, metadata_field_id) ON DELETE CASCADE
);
CREATE INDEX cell_metadata_lab_id_idx ON cell_metadata (lab_id);

-- `definition` names fields by id, so that renaming one breaks no grouping:
-- { "by": [field ids] } or { "rules": [{ "name", "where": [{ "field": id, "op", "value" }] }] }.
CREATE TABLE groupings (
  grouping_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 128),
  definition jsonb NOT NULL,
  position integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (lab_id, name)
);

CREATE TABLE audit_log (
  audit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  at timestamptz NOT NULL DEFAULT now(),
  -- 'user:…' or 'key:…'
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  before jsonb,
  after jsonb
);
CREATE INDEX audit_log_lab_id_at_idx ON audit_log (lab_id, at DESC);

GRANT SELECT, INSERT, UPDATE, DELETE ON cells, tests, metadata_fields, cell_metadata, groupings TO ct_app;
GRANT SELECT, INSERT ON audit_log TO ct_app;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['cells', 'tests', 'metadata_fields', 'cell_metadata', 'groupings', 'audit_log'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY %I ON %I TO ct_app USING (lab_id = current_lab_id()) WITH CHECK (lab_id = current_lab_id())',
      name || '_of_lab', name);
  END LOOP;
END $$;
