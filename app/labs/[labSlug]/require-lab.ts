import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { labVersion } from "@/server/api/pages/lab-version";
import { labsOfUser } from "@/server/api/pages/labs-of-user";
import { currentUser } from "@/server/auth/session";

/** The signed-in user and their labs; null when nobody is signed in. Read once per request, however many parts of the page need it. */
export const findVisitor = cache(async () => {
  const user = await currentUser(await headers());
  return user && { user, labs: await labsOfUser(user.userId) };
});

/** The version that whatever the page reads of the lab has at least: it is asked for before anything else is. */
export const findVersion = cache(async (labSlug: string) => {
  const visitor = await findVisitor();
  return visitor && labVersion(visitor.user.userId, labSlug);
});

/**
 * The lab of the page. Every page calls it: layouts are not rendered again when the visitor moves on.
 * Whoever is not signed in is sent to do so, and back to `path`; a lab that is not theirs does not exist.
 */
export async function requireLab(labSlug: string, path: string) {
  const visitor = await findVisitor();
  if (!visitor) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  const lab = visitor.labs.find(({ slug }) => slug === labSlug);
  if (!lab) notFound();
  await findVersion(labSlug);
  return { user: visitor.user, lab, labs: visitor.labs };
}
