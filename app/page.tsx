import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { labsOfUser } from "@/server/api/pages/labs-of-user";
import { signUpPolicy } from "@/server/auth/accounts/sign-up-policy";
import { currentUser } from "@/server/auth/session";
import { env } from "@/server/env";
import { FrontPage } from "./_front/front-page";

/** What this is; to whoever is signed in the way to their first lab, or to name one. */
export default async function HomePage() {
  const user = await currentUser(await headers());
  if (!user) {
    return <FrontPage takesSignUps={signUpPolicy().mode !== "closed"} liveLink={env().FRONT_LINK ?? null} />;
  }
  const [lab] = await labsOfUser(user.userId);
  redirect(lab ? `/labs/${lab.slug}` : "/new-lab");
}
