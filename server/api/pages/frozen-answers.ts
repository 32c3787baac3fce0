import { labScopeForShare } from "../../auth/lab-scope";
import { currentUser } from "../../auth/session";
import { findSnapshotAnswers } from "../../data/team/snapshot-reads";
import { SHARE_HEADER } from "../../domain/labs/granted-view";
import { AppError } from "../../errors";
import { inTurnOfShare } from "../trpc/shares/share";
import { Answer } from "../http/answer";
import { refusalAnswer } from "../http/problem-json";
import type { ApiRequest } from "../http/read-body";

const HEADERS = {
  "Content-Type": "application/json",
  "Content-Encoding": "gzip",
  "Cache-Control": "private, no-store",
  "X-Robots-Tag": "noindex",
};

/**
 * What a frozen view showed, question by question: `GET /api/shared/answers`, with the secret of its link in a header. It is sent packed, as it
 * is kept: to inflate and read it for whoever has the link would hold everybody else's requests.
 */
export async function sharedAnswers({ url, headers }: Pick<ApiRequest, "url" | "headers">): Promise<Answer | null> {
  try {
    const user = await currentUser(new Headers({ cookie: headers.get("cookie") ?? "" }));
    const share = await labScopeForShare(headers.get(SHARE_HEADER) ?? "", { isSignedIn: user !== null });
    const packed = await inTurnOfShare(share.grantId, () => findSnapshotAnswers(share.scope, share));
    if (packed === null) throw new AppError("not_found", "This link does not show that.");
    return Answer.of(new Uint8Array(packed), HEADERS);
  } catch (cause) {
    return refusalAnswer(cause, { method: "GET", path: new URL(url).pathname });
  }
}
