import { createHash } from "node:crypto";
import { AppError } from "../errors";

/** Digests that are compared, by their names in RFC 9530; others say nothing here, as it wants it. */
const HASHES: Readonly<Record<string, string>> = { "sha-256": "sha256", "sha-512": "sha512" };
const MEMBER = /^\s*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):\s*(?:;.*)?$/;

/**
 * Compares the bytes as sent with `Content-Digest: sha-256=:…:` (RFC 9530).
 * @throws AppError `malformed` when they differ, or the header is none
 */
export function checkContentDigest(header: string | null, sent: Uint8Array): void {
  for (const member of header?.split(",") ?? []) {
    const [, name = "", digest = ""] = MEMBER.exec(member) ?? [];
    if (name === "") {
      throw new AppError("malformed", "Content-Digest is not as RFC 9530 has it: `sha-256=:<base64>:`.");
    }
    const hash = Object.hasOwn(HASHES, name) ? HASHES[name] : undefined;
    if (hash !== undefined && !createHash(hash).update(sent).digest().equals(Buffer.from(digest, "base64"))) {
      throw new AppError("malformed", `The bytes that arrived have another ${name} digest. Send them again.`);
    }
  }
}
