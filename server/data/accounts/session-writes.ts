import { askAccounts } from "./auth-client";

/** Ends one of the user's own sessions; false when there is none of that id. */
export async function deleteSession({ userId, sessionId }: { userId: string; sessionId: string }): Promise<boolean> {
  const { count } = await askAccounts((client) => client.session.deleteMany({ where: { userId, id: sessionId } }));
  return count > 0;
}

/** Ends all of a user's sessions but one. */
export async function deleteOtherSessions(args: { userId: string; keptSessionId: string | null }): Promise<void> {
  const { userId, keptSessionId } = args;
  const where = { userId, ...(keptSessionId !== null && { id: { not: keptSessionId } }) };
  await askAccounts((client) => client.session.deleteMany({ where }));
}
