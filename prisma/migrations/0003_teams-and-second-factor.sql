-- Up Migration

-- Time-based one-time passwords, as the account library keeps them: secret and recovery codes encrypted.
ALTER TABLE users ADD COLUMN two_factor_enabled boolean DEFAULT false;
CREATE TABLE two_factors (
  id text PRIMARY KEY,
  secret text NOT NULL,
  backup_codes text NOT NULL,
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  verified boolean DEFAULT true,
  failed_verification_count integer DEFAULT 0,
  locked_until timestamptz
);
CREATE INDEX two_factors_user_id_idx ON two_factors (user_id);

ALTER TABLE labs
  -- Owners without a second factor see nothing of the lab but the way to set one up.
  ADD COLUMN requires_two_factor boolean NOT NULL DEFAULT false,
  -- Days that raw samples are kept; null: for good. Cycles and steps stay either way.
  ADD COLUMN raw_retention_days integer CHECK (raw_retention_days >= 30),
  -- Set when an owner asked to delete the lab: nobody opens it any more, and a job removes it piece by piece.
  ADD COLUMN deleting_at timestamptz;

CREATE TABLE invitations (
  invitation_id text PRIMARY KEY DEFAULT gen_random_uuid()::text,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  -- In lower case; only a user whose verified address this is may accept.
  email text NOT NULL,
  role text NOT NULL CHECK (role IN ('viewer', 'member', 'admin', 'owner')),
  -- SHA-256 of the token in the mail.
  token_hash bytea NOT NULL UNIQUE,
  invited_by text REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX invitations_lab_id_idx ON invitations (lab_id);
CREATE INDEX invitations_email_idx ON invitations (email);

ALTER TABLE api_keys
  ADD COLUMN created_by text,
  ADD COLUMN last_used_at timestamptz;

-- A lab is never without an owner, whatever runs at the same moment: whoever takes one away locks the lab first.
CREATE FUNCTION keep_an_owner() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF OLD.role <> 'owner' OR (TG_OP = 'UPDATE' AND NEW.role = 'owner' AND NEW.organization_id = OLD.organization_id) THEN
      RETURN NULL;
    END IF;
    PERFORM FROM labs WHERE id = OLD.organization_id AND deleting_at IS NULL FOR UPDATE;
    IF FOUND AND NOT EXISTS (SELECT FROM members WHERE organization_id = OLD.organization_id AND role = 'owner') THEN
      RAISE EXCEPTION 'a lab is never without an owner' USING ERRCODE = 'check_violation', CONSTRAINT = 'members_keep_an_owner';
    END IF;
    RETURN NULL;
  END $$;
CREATE TRIGGER members_keep_an_owner AFTER UPDATE OR DELETE ON members
  FOR EACH ROW EXECUTE FUNCTION keep_an_owner();

-- What was deleted, so that batches accepted before end without effect instead of making it anew: those whose number is
-- at most `seq`. `test` null: the whole cell.
CREATE TABLE tombstones (
  tombstone_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lab_id integer NOT NULL REFERENCES labs (lab_id) ON DELETE CASCADE,
  cell text NOT NULL,
  test text,
  seq bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX tombstones_lab_id_cell_idx ON tombstones (lab_id, cell);

ALTER TABLE groupings
  ADD COLUMN is_default boolean NOT NULL DEFAULT false,
  -- Order and colours of its groups by their keys: [{ "key", "colour" }], colour the place in the palette; others follow.
  ADD COLUMN styles jsonb NOT NULL DEFAULT '[]';
CREATE UNIQUE INDEX groupings_one_default_idx ON groupings (lab_id) WHERE is_default;

GRANT SELECT, INSERT, UPDATE, DELETE ON two_factors, invitations TO ct_auth;
-- Who joins, leaves and gets a key is written down in the transaction that does it.
GRANT INSERT ON audit_log TO ct_auth;
CREATE POLICY audit_log_of_auth ON audit_log FOR INSERT TO ct_auth WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON tombstones TO ct_app;
GRANT UPDATE (name, time_zone, formation_cycles, end_of_life_retention, requires_two_factor, raw_retention_days) ON labs TO ct_app;
ALTER TABLE tombstones ENABLE ROW LEVEL SECURITY;
CREATE POLICY tombstones_of_lab ON tombstones TO ct_app
  USING (lab_id = current_lab_id()) WITH CHECK (lab_id = current_lab_id());
