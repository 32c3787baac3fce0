-- Up Migration

-- Who signed up and did not confirm their address yet: each by the token of its own mail, so that none takes another's place. Only the password
-- of the sign-up that is confirmed becomes the account's.
CREATE TABLE sign_ups (
  -- SHA-256 of the token in the mail.
  token_hash bytea PRIMARY KEY,
  -- In lower case.
  email text NOT NULL,
  name text NOT NULL,
  password_hash text NOT NULL,
  -- Where the link leads on to.
  next_path text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX sign_ups_email_idx ON sign_ups (email);
CREATE INDEX sign_ups_expires_at_idx ON sign_ups (expires_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON sign_ups TO ct_auth;
