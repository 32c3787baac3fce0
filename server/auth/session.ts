import { auth } from "./accounts/auth";

export type SignedInUser = {
  userId: string;
  email: string;
  name: string;
  /** Of the session that asks; missing where a test names the user itself. */
  sessionId?: string;
  hasSecondFactor?: boolean;
};

/**
 * Whoever the request's session cookie belongs to; null when nobody is signed in. Reads only: what prolongs a session is
 * `POST /api/auth/prolong-session`, which pages ask for once a day, for only an answer with a cookie can.
 */
export async function currentUser(headers: Headers): Promise<SignedInUser | null> {
  const session = await auth().api.getSession({ headers, query: { disableRefresh: true } });
  if (!session) return null;
  const { id: userId, email, name, twoFactorEnabled } = session.user;
  return { userId, email, name, sessionId: session.session.id, hasSecondFactor: twoFactorEnabled === true };
}
