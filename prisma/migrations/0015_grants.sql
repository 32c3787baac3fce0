-- Up Migration

-- Links that show one thing of a lab to whoever has them, for a time: no account, no key.
CREATE TABLE grants (
  grant_id text PRIMARY KEY DEFAULT gen_random_uuid()::text,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  -- For whom or what it is; null where nobody said.
  label text,
  -- { "kind": "cell", "cellId" } or { "kind": "grouping", "groupingId" }: by id, so that nothing made later under the same name is shown.
  resource jsonb NOT NULL,
  -- What of it is shown, as the last part of a path of the REST API.
  reads text[] NOT NULL,
  -- SHA-256 of the secret in the link, and the first characters by which people tell links apart.
  secret_hash bytea NOT NULL UNIQUE,
  secret_start text NOT NULL,
  actor text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  last_used_at timestamptz
);
CREATE INDEX grants_lab_id_idx ON grants (lab_id, created_at);

-- They are looked up before the lab is known, like keys. Whoever reads a lab's series and settings cannot see them.
GRANT SELECT, INSERT, UPDATE, DELETE ON grants TO ct_auth;
