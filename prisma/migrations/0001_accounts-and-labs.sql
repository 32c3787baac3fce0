-- Up Migration

-- Two roles that own nothing. The application's login switches to one of them for every session.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ct_app') THEN CREATE ROLE ct_app NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ct_auth') THEN CREATE ROLE ct_auth NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- another database of this server is being migrated at the same moment; roles belong to the server
END $$;
GRANT USAGE ON SCHEMA public TO ct_app, ct_auth;

-- The lab of this transaction; null outside `inLab`, and then no row is seen.
CREATE FUNCTION current_lab_id() RETURNS integer
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('ct.lab_id', true), '')::integer;

CREATE TABLE users (
  id text PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  email_verified boolean NOT NULL DEFAULT false,
  image text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sessions (
  id text PRIMARY KEY,
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  token text NOT NULL UNIQUE,
  expires_at timestamptz NOT NULL,
  ip_address text,
  user_agent text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);

CREATE TABLE accounts (
  id text PRIMARY KEY,
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  account_id text NOT NULL,
  provider_id text NOT NULL,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX accounts_user_id_idx ON accounts (user_id);

CREATE TABLE verifications (
  id text PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX verifications_identifier_idx ON verifications (identifier);

-- `id` is what accounts know a lab by; `lab_id`, a small integer, is what its data carries.
CREATE TABLE labs (
  id text PRIMARY KEY DEFAULT gen_random_uuid()::text,
  lab_id integer GENERATED ALWAYS AS IDENTITY UNIQUE,
  name text NOT NULL,
  slug text NOT NULL UNIQUE,
  time_zone text NOT NULL DEFAULT 'UTC',
  formation_cycles integer NOT NULL DEFAULT 0 CHECK (formation_cycles >= 0),
  end_of_life_retention double precision NOT NULL DEFAULT 0.8 CHECK (end_of_life_retention > 0 AND end_of_life_retention < 1),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE members (
  id text PRIMARY KEY DEFAULT gen_random_uuid()::text,
  organization_id text NOT NULL REFERENCES labs (id) ON DELETE CASCADE,
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('viewer', 'member', 'admin', 'owner')),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (organization_id, user_id)
);
CREATE INDEX members_user_id_idx ON members (user_id);

CREATE TABLE api_keys (
  api_key_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  name text NOT NULL,
  -- SHA-256 of the key. It holds 256 random bits, so a slow hash would only slow every request.
  key_hash bytea NOT NULL UNIQUE,
  -- First characters of the key, to recognise it by.
  key_start text NOT NULL,
  scopes text[] NOT NULL CHECK (scopes <@ ARRAY['ingest', 'read', 'manage']),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX api_keys_lab_id_idx ON api_keys (lab_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON users, sessions, accounts, verifications, labs, members, api_keys TO ct_auth;

-- The application reads its own lab's row and nothing of accounts.
ALTER TABLE labs ENABLE ROW LEVEL SECURITY;
CREATE POLICY labs_of_app ON labs TO ct_app USING (lab_id = current_lab_id());
CREATE POLICY labs_of_auth ON labs TO ct_auth USING (true) WITH CHECK (true);
GRANT SELECT ON labs TO ct_app;
