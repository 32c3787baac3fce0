import { createHash, randomBytes } from "node:crypto";

const API_KEY = /^ct_[A-Za-z0-9_-]{43}$/;
const SECRET_BYTES = 32;
const SHOWN_CHARACTERS = 9;

/** A new key: `ct_` and 256 random bits. It is shown once; the database keeps its hash and its first characters. */
export function createApiKeyText(): { apiKey: string; keyHash: Uint8Array<ArrayBuffer>; keyStart: string } {
  const apiKey = `ct_${randomBytes(SECRET_BYTES).toString("base64url")}`;
  return { apiKey, keyHash: hashApiKey(apiKey), keyStart: apiKey.slice(0, SHOWN_CHARACTERS) };
}

export function isApiKey(text: string): boolean {
  return API_KEY.test(text);
}

/** SHA-256: a key holds 256 random bits, so a slow hash would only slow every request. */
export function hashApiKey(apiKey: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(apiKey).digest());
}
