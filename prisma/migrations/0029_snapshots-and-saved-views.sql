-- Up Migration

-- What a shared view showed when it was frozen: questions of its page with their answers, as compressed JSON. It goes with its link, and the link with its lab.
ALTER TABLE grants ADD UNIQUE (lab_id, grant_id);
CREATE TABLE snapshots (
  grant_id text PRIMARY KEY,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  taken_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  formula_version integer NOT NULL,
  -- What the page is drawn from: names of then.
  opening jsonb NOT NULL,
  bytes integer NOT NULL,
  answers bytea NOT NULL,
  FOREIGN KEY (lab_id, grant_id) REFERENCES grants (lab_id, grant_id) ON DELETE CASCADE
);
CREATE INDEX snapshots_lab_id_idx ON snapshots (lab_id);

-- Like grants, they are read before the lab is known.
GRANT SELECT, INSERT, DELETE ON snapshots TO ct_auth;

-- Views of pages that members keep by name, to come back to: the page and its query; of a cell's page the cell, which may be renamed.
CREATE TABLE saved_views (
  saved_view_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 128),
  page text NOT NULL,
  cell_id integer,
  query text NOT NULL,
  UNIQUE (lab_id, name),
  FOREIGN KEY (lab_id, cell_id) REFERENCES cells (lab_id, cell_id) ON DELETE CASCADE
);
CREATE INDEX saved_views_cell_id_idx ON saved_views (cell_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views TO ct_app;
ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
CREATE POLICY saved_views_of_lab ON saved_views TO ct_app
  USING (lab_id = current_lab_id()) WITH CHECK (lab_id = current_lab_id());
