-- Up Migration

-- Grants may show a view of a page: { "kind": "view", "page", "name", "query", "groups", "cellIds" }. Such a link may ask whoever opens it to be
-- signed in, in whatever lab they are.
ALTER TABLE grants ADD COLUMN needs_sign_in boolean NOT NULL DEFAULT false;
