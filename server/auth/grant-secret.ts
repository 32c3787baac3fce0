import { createHash, randomBytes } from "node:crypto";

const GRANT = /^ct_g_[A-Za-z0-9_-]{43}$/;
const SECRET_BYTES = 32;
const SHOWN_CHARACTERS = 11;

/** The secret of a new link: `ct_g_` and 256 random bits. It is shown once; the database keeps its hash and its first characters. */
export function createGrantSecret(): { grant: string; secretHash: Uint8Array<ArrayBuffer>; secretStart: string } {
  const grant = `ct_g_${randomBytes(SECRET_BYTES).toString("base64url")}`;
  return { grant, secretHash: hashGrant(grant), secretStart: grant.slice(0, SHOWN_CHARACTERS) };
}

export function isGrant(text: string): boolean {
  return GRANT.test(text);
}

/** SHA-256, as of a key. */
export function hashGrant(grant: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(grant).digest());
}
