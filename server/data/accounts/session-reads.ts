import { askAccounts } from "./auth-client";

export type StoredSession = {
  sessionId: string;
  createdAt: Date;
  /** About when it was last used: a session is prolonged at most once a day. */
  lastSeenAt: Date;
  ipAddress: string | null;
  userAgent: string | null;
};

/** The sessions of a user that still hold, the latest first. Their tokens stay where they are. */
export async function listSessionsOfUser({ userId }: { userId: string }): Promise<StoredSession[]> {
  const sessions = await askAccounts((client) =>
    client.session.findMany({
      where: { userId, expiresAt: { gt: new Date() } },
      orderBy: { updatedAt: "desc" },
      select: { id: true, createdAt: true, updatedAt: true, ipAddress: true, userAgent: true },
    }),
  );
  return sessions.map(({ id, updatedAt, ...rest }) => ({ sessionId: id, lastSeenAt: updatedAt, ...rest }));
}
