import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { labsOfUser } from "@/server/api/labs-of-user";
import { currentUser } from "@/server/auth/session";
import { SignOutButton } from "./_components/sign-out-button";
import { StandalonePage } from "./_components/standalone-page";

/** The way in: to the first lab, or to sign in. */
export default async function HomePage() {
  const user = await currentUser(await headers());
  if (!user) redirect("/sign-in");
  const [lab] = await labsOfUser(user.userId);
  if (lab) redirect(`/labs/${lab.slug}/groups`);
  return (
    <StandalonePage title="No lab yet">
      <p>You are signed in as {user.email}, who is not a member of any lab.</p>
      <p>Ask an admin of your lab to add you, then reload this page.</p>
      <SignOutButton />
    </StandalonePage>
  );
}
