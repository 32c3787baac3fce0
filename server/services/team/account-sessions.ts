import { z } from "zod";
import { deleteOtherSessions, deleteSession } from "../../data/accounts/session-writes";
import { text } from "../../domain/cells/input-text";
import { AppError } from "../../errors";

export const revokeSessionInput = z.object({ sessionId: text(128).min(1) });

/** Signs somebody out of one of their own sessions. @throws AppError `not_found` when they have none of that id */
export async function revokeSession(userId: string, input: z.infer<typeof revokeSessionInput>): Promise<void> {
  const { sessionId } = revokeSessionInput.parse(input);
  if (await deleteSession({ userId, sessionId })) return;
  throw new AppError("not_found", "This session has ended already.");
}

/** Signs somebody out everywhere but here. */
export async function revokeOtherSessions(userId: string, keptSessionId: string | null): Promise<void> {
  await deleteOtherSessions({ userId, keptSessionId });
}
