import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { labsOfUser } from "@/server/api/pages/labs-of-user";
import { currentUser } from "@/server/auth/session";

/** The way in: to the first lab, to name one, or to sign in. */
export default async function HomePage() {
  const user = await currentUser(await headers());
  if (!user) redirect("/sign-in");
  const [lab] = await labsOfUser(user.userId);
  redirect(lab ? `/labs/${lab.slug}` : "/new-lab");
}
