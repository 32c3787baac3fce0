import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { AppError } from "../../errors";
import { MAX_INFLATED_BYTES } from "../../importers/cycler-file";
import type { ArrivingFile } from "../../services/imports/receive-import";
import { ContentDigest } from "./content-digest";
import type { ApiRequest, BodyReader } from "./read-body";

const GIB = 2 ** 30;

export type FileLimits = {
  /** As sent. */
  sentBytes: number;
  inflatedBytes: number;
  /** In the time that is waited for the sender, so long, so much has to arrive: one of a byte a second may not hold on for a month. */
  patienceMs: number;
  enoughBytes: number;
};

export const IMPORT_LIMITS: FileLimits = {
  sentBytes: 2 * GIB,
  inflatedBytes: MAX_INFLATED_BYTES,
  patienceMs: 60_000,
  enoughBytes: 256 * 1024,
};

/**
 * The body of a request piece by piece: nothing more of it is read than was asked for, so a slow database slows its sender down.
 * @throws AppError `unsupported_media_type` for an encoding other than gzip, `too_large`; while it is read also `too_slow`, and `malformed`
 *   where it arrives otherwise than its headers say
 */
export function arrivingFile(request: ApiRequest, limits: FileLimits): ArrivingFile {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (!["identity", "gzip", "x-gzip"].includes(encoding)) {
    throw new AppError("unsupported_media_type", "Send the body with Content-Encoding: gzip or none.");
  }
  const sent = new SentBytes(request, limits);
  const pieces = encoding === "identity" ? sent.pieces() : inflated(sent.pieces(), limits.inflatedBytes);
  return {
    // Without `return`: whoever has read enough of it ends nothing, for the rest is still to be counted.
    content: { [Symbol.asyncIterator]: () => ({ next: () => pieces.next() }) },
    finish: async () => {
      while (!(await pieces.next()).done);
      return sent.summary();
    },
    hasBrokenOff: () => sent.hasBrokenOff,
    abandon: () => void pieces.return().catch(() => {}), // nobody wants to know any more
  };
}

class SentBytes {
  hasBrokenOff = false;
  private byteSize = 0;
  private readonly sha256 = createHash("sha256");
  private readonly digest: ContentDigest;
  private readonly declaredBytes: number | null;
  private readonly reader: BodyReader | undefined;

  constructor(
    request: ApiRequest,
    private readonly limits: FileLimits,
  ) {
    this.digest = new ContentDigest(request.headers.get("content-digest"));
    const declared = request.headers.get("content-length");
    this.declaredBytes = declared === null ? null : Number(declared);
    if ((this.declaredBytes ?? 0) > limits.sentBytes) throw this.tooLarge();
    this.reader = request.body?.getReader();
  }

  async *pieces(): AsyncGenerator<Uint8Array, void> {
    let waitedMs = 0;
    let arrived = 0;
    for (;;) {
      const beganMs = performance.now();
      const piece = await this.next(this.limits.patienceMs - waitedMs);
      if (piece === null) return this.checkEnd();
      waitedMs += performance.now() - beganMs;
      arrived += piece.byteLength;
      if (arrived >= this.limits.enoughBytes) [waitedMs, arrived] = [0, 0];
      this.count(piece);
      yield piece;
    }
  }

  summary() {
    return { byteSize: this.byteSize, sha256: this.sha256.digest() };
  }

  private async next(patienceMs: number): Promise<Uint8Array | null> {
    if (!this.reader) return null;
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.tooSlow()), Math.max(0, patienceMs));
    });
    try {
      const { done, value } = await Promise.race([this.read(this.reader), deadline]);
      return done || !value ? null : value;
    } catch (cause) {
      this.reader.cancel().catch(() => {}); // it is refused either way
      throw cause;
    } finally {
      clearTimeout(timer);
    }
  }

  private async read(reader: BodyReader) {
    return reader.read().catch((cause) => {
      this.hasBrokenOff = true;
      throw new AppError("malformed", "The body ended before it was complete.", { cause });
    });
  }

  private count(piece: Uint8Array): void {
    this.byteSize += piece.byteLength;
    if (this.byteSize > this.limits.sentBytes) throw this.tooLarge();
    this.sha256.update(piece);
    this.digest.update(piece);
  }

  private checkEnd(): void {
    if (this.declaredBytes !== null && this.declaredBytes !== this.byteSize) {
      this.hasBrokenOff = true;
      throw new AppError(
        "malformed",
        `${this.byteSize} bytes arrived where Content-Length says ${this.declaredBytes}.`,
      );
    }
    this.digest.check();
  }

  private tooLarge(): AppError {
    return new AppError(
      "too_large",
      `A file is limited to ${this.limits.sentBytes / GIB} GiB as sent. Pack it with gzip, or split it.`,
    );
  }

  private tooSlow(): AppError {
    const { patienceMs, enoughBytes } = this.limits;
    return new AppError(
      "too_slow",
      `Under ${enoughBytes / 1024} KiB of the file arrived within ${patienceMs / 1000} s of waiting.`,
    );
  }
}

/** What gzip packed, one or several members. */
async function* inflated(pieces: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array, void> {
  const gunzip = createGunzip();
  const feeding = pipeline(Readable.from(pieces), gunzip);
  feeding.catch(() => {}); // whoever reads gets it
  let bytes = 0;
  try {
    // The types do not say what a stream holds; zlib's hold buffers.
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > maxBytes) throw new AppError("too_large", `A file may inflate to ${maxBytes / GIB} GiB. Split it.`);
      yield piece;
    }
    await feeding;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      "malformed",
      "The body is not gzip, or not all of it: send all of its bytes, or no Content-Encoding.",
      { cause },
    );
  }
}
