import type { Metadata } from "next";
import { headers } from "next/headers";
import { Link } from "@/app/_components/link";
import { redirect } from "next/navigation";
import { labsOfUser } from "@/server/api/pages/labs-of-user";
import { currentUser } from "@/server/auth/session";
import { Logo } from "../_components/logo";
import { SignOutButton } from "../_components/account/sign-out-button";
import { DataProvider } from "../_trpc/data-provider";
import classes from "./account.module.css";
import { EmailForm } from "./email-form";
import { NameForm } from "./name-form";
import { PasswordForm } from "./password-form";
import { SecondFactor } from "./second-factor";
import { Sessions } from "./sessions";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const user = await currentUser(await headers());
  if (!user) redirect("/sign-in?next=/account");
  return (
    <DataProvider>
      <main className={classes.page}>
        <div className={classes.sheet}>
          <Link href="/" className={classes.home}>
            <Logo />
          </Link>
          <h1 className={classes.title}>Your account</h1>
          <section className={classes.section} aria-labelledby="name">
            <h2 id="name">Name</h2>
            <NameForm name={user.name} />
          </section>
          <section className={classes.section} aria-labelledby="email">
            <h2 id="email">E-mail</h2>
            <EmailForm email={user.email} />
          </section>
          <section className={classes.section} aria-labelledby="password">
            <h2 id="password">Password</h2>
            <PasswordForm email={user.email} />
          </section>
          <section className={classes.section} aria-labelledby="second-factor">
            <h2 id="second-factor">Second factor</h2>
            <SecondFactor isOn={user.hasSecondFactor === true} neededBy={await labsThatNeedIt(user.userId)} />
          </section>
          <section className={classes.section} aria-labelledby="sessions">
            <h2 id="sessions">Sessions</h2>
            {/* Above the list: whatever it grows by when it is there, it moves nothing. */}
            <div className={classes.buttons}>
              <SignOutButton />
            </div>
            <Sessions />
          </section>
        </div>
      </main>
    </DataProvider>
  );
}

/** The names of the labs that ask their owners for a second factor and that the user is an owner of. */
async function labsThatNeedIt(userId: string): Promise<string[]> {
  return (await labsOfUser(userId)).flatMap(({ name, needsSecondFactor }) => (needsSecondFactor ? [name] : []));
}
