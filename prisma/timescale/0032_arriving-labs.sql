-- Up Migration

-- Labs that `admin import-lab` is bringing from another installation or database (docs/decisions/0037-lab-moves.md). Nobody opens one: its members,
-- keys, grants and settings come last. No role of the application sees these tables.
CREATE TABLE arriving_labs (
  lab_id integer PRIMARY KEY REFERENCES labs (lab_id) ON DELETE CASCADE,
  -- SHA-256 of the manifest: what goes on is the same export.
  manifest_sha256 text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now()
);

-- What has arrived, each in the transaction that wrote it: parts of the export, and cells whose recount agreed.
CREATE TABLE arriving_parts (
  lab_id integer NOT NULL REFERENCES arriving_labs ON DELETE CASCADE,
  part text NOT NULL,
  PRIMARY KEY (lab_id, part)
);

-- What rows are called here that had another number where they come from.
CREATE TABLE arriving_ids (
  lab_id integer NOT NULL REFERENCES arriving_labs ON DELETE CASCADE,
  kind text NOT NULL,
  old_id integer NOT NULL,
  new_id integer NOT NULL,
  PRIMARY KEY (lab_id, kind, old_id)
);
