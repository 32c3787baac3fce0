import type { FileProblem } from "@/server/importers/cycler-file";

export type FileToSend = { labSlug: string; file: File; query: Record<string, string> };
type Progress = { sentBytes: number; note: string | null };
export type SentFile =
  | { state: "accepted"; importId: string; isDuplicate: boolean }
  | { state: "refused"; message: string; problems: FileProblem[] };

const MAX_WAITS = 40;
const UNANSWERED = {
  state: "refused",
  message: "The connection broke off. Nothing of the file is stored: send it again.",
  problems: [],
} as const;

/** Uploads a file, and retries when the server asks to wait; a refusal is part of the result. */
export async function sendFile(sent: FileToSend, onProgress: (progress: Progress) => void): Promise<SentFile> {
  for (let wait = 0; ; wait++) {
    const answer = await post(sent, onProgress);
    if (answer === null) return { ...UNANSWERED, problems: [] };
    if (answer.retryAfterS === null || wait === MAX_WAITS) return toSentFile(answer);
    onProgress({ sentBytes: 0, note: "The lab sends several files already; this one waits for its turn." });
    await new Promise((resolve) => setTimeout(resolve, (answer.retryAfterS ?? 1) * 1000));
  }
}

type Answer = { status: number; body: Record<string, unknown>; retryAfterS: number | null };

/** By XMLHttpRequest: fetch does not report upload progress. */
function post({ labSlug, file, query }: FileToSend, onProgress: (progress: Progress) => void): Promise<Answer | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/labs/${encodeURIComponent(labSlug)}/imports?${new URLSearchParams(query)}`);
    request.upload.addEventListener("progress", ({ loaded }) => onProgress({ sentBytes: loaded, note: null }));
    request.addEventListener("load", () => {
      const { status } = request;
      const retryAfter = status === 429 || status === 503 ? Number(request.getResponseHeader("Retry-After")) : 0;
      resolve({ status, body: parseObject(request.responseText), retryAfterS: retryAfter > 0 ? retryAfter : null });
    });
    for (const end of ["error", "abort", "timeout"]) request.addEventListener(end, () => resolve(null));
    request.send(file);
  });
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {};
  } catch {
    return {};
  }
}

function toSentFile({ status, body }: Answer): SentFile {
  if (status === 202 && typeof body.importId === "string") {
    return { state: "accepted", importId: body.importId, isDuplicate: body.duplicate === true };
  }
  const message = typeof body.detail === "string" ? body.detail : "The server refused the file without a reason.";
  const errors: unknown[] = Array.isArray(body.errors) ? body.errors : [];
  return { state: "refused", message, problems: errors.flatMap(toProblem) };
}

function toProblem(given: unknown): FileProblem[] {
  if (typeof given !== "object" || given === null) return [];
  const { row, column, pointer, message } = Object.fromEntries(Object.entries(given));
  const place = typeof column === "string" ? column : typeof pointer === "string" ? pointer.replace(/^\//, "") : null;
  return [{ row: typeof row === "number" ? row : null, column: place, message: String(message ?? "") }];
}
