import { auth } from "./auth";

export type SignedInUser = { userId: string; email: string; name: string };

/** Whoever the request's session cookie belongs to; null when nobody is signed in. Reads only: it never prolongs a session. */
export async function currentUser(headers: Headers): Promise<SignedInUser | null> {
  const session = await auth().api.getSession({ headers, query: { disableRefresh: true } });
  return session && { userId: session.user.id, email: session.user.email, name: session.user.name };
}
