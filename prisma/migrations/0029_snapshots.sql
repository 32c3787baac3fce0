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
