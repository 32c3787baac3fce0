import { createHash, type Hash } from "node:crypto";
import { AppError } from "../../errors";

/** Digests that are compared, by their names in RFC 9530; others say nothing here, as it wants it. */
const HASHES: Readonly<Record<string, string>> = { "sha-256": "sha256", "sha-512": "sha512" };
const MEMBER = /^\s*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):\s*(?:;.*)?$/;

/** Compares bytes that arrive piece by piece with what `Content-Digest: sha-256=:…:` says of them as they were sent (RFC 9530). */
export class ContentDigest {
  private readonly wanted: { name: string; hash: Hash; digest: Buffer }[] = [];

  /** @throws AppError `malformed` when the header is none */
  constructor(header: string | null) {
    for (const member of header?.split(",") ?? []) {
      const [, name = "", digest = ""] = MEMBER.exec(member) ?? [];
      if (name === "") {
        throw new AppError("malformed", "Content-Digest is not as RFC 9530 has it: `sha-256=:<base64>:`.");
      }
      const algorithm = Object.hasOwn(HASHES, name) ? HASHES[name] : undefined;
      if (algorithm === undefined) continue;
      this.wanted.push({ name, hash: createHash(algorithm), digest: Buffer.from(digest, "base64") });
    }
  }

  update(sent: Uint8Array): void {
    for (const { hash } of this.wanted) hash.update(sent);
  }

  /** After the last byte. @throws AppError `malformed` when the bytes were others */
  check(): void {
    for (const { name, hash, digest } of this.wanted) {
      if (hash.digest().equals(digest)) continue;
      throw new AppError("malformed", `The bytes that arrived have another ${name} digest. Send them again.`);
    }
  }
}

/**
 * Compares bytes as they were sent with their digest.
 * @throws AppError `malformed` when they differ, or the header is none
 */
export function checkContentDigest(header: string | null, sent: Uint8Array): void {
  const digest = new ContentDigest(header);
  digest.update(sent);
  digest.check();
}
