import type { LabScope } from "../../lab-scope";
import { Answer, type AnyAnswer, type Pieces, StreamedAnswer } from "../http/answer";
import type { ApiRequest } from "../http/read-body";
import { exportSlots } from "./export-slots";

type ExportedFile = {
  name: string;
  mediaType: string;
  pieces: () => AsyncGenerator<Uint8Array<ArrayBuffer>, void>;
};

/**
 * A file of what is stored, streamed. What keeps it from beginning is refused before anything is answered; what ends it later ends the
 * connection, so that nobody takes a part for the whole.
 * @throws AppError as `ExportSlots.take`, and as its first piece
 */
export async function exportAnswer(scope: LabScope, request: ApiRequest, file: ExportedFile): Promise<AnyAnswer> {
  const headers = {
    "Content-Type": file.mediaType,
    "Content-Disposition": attachment(file.name),
    "Cache-Control": "private, no-store",
  };
  // Next.js answers HEAD by what answers GET.
  if (request.method === "HEAD") return Answer.of("", headers);
  const release = exportSlots().take(scope.labId);
  try {
    return new StreamedAnswer(await begun(released(file.pieces(), release)), headers);
  } catch (cause) {
    release();
    throw cause;
  }
}

async function* released(pieces: AsyncGenerator<Uint8Array<ArrayBuffer>, void>, release: () => void) {
  try {
    yield* pieces;
  } finally {
    release();
  }
}

/** The same pieces, of which the first is there: a generator that was not begun would not hear that nobody wants it. */
async function begun(pieces: AsyncGenerator<Uint8Array<ArrayBuffer>, void>): Promise<Pieces> {
  let first: IteratorResult<Uint8Array<ArrayBuffer>, void> | null = await pieces.next();
  return {
    next: () => {
      const taken = first;
      first = null;
      return taken ? Promise.resolve(taken) : pieces.next();
    },
    return: () => pieces.return(undefined),
  };
}

/** @see RFC 6266: a plain name for all, and the full one for who knows it */
export const attachment = (name: string): string =>
  `attachment; filename="${name.replace(/[^\x20-\x7e]|["\\%]/g, "_")}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`;
