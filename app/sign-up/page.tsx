import type { Metadata } from "next";
import { headers } from "next/headers";
import { Link } from "@/app/_components/link";
import { redirect } from "next/navigation";
import { currentUser } from "@/server/auth/session";
import { showsMails } from "@/server/api/pages/kept-mails";
import { signUpPolicy } from "@/server/auth/accounts/sign-up-policy";
import { KeptMailsNote } from "../_components/account/kept-mails-note";
import { StandalonePage } from "../_components/account/standalone-page";
import { nextQuery, safeNextPath } from "../sign-in/safe-next-path";
import { SignUpForm } from "./sign-up-form";

export const metadata: Metadata = { title: "Sign up" };

type SignUpPageProps = { searchParams: Promise<{ next?: string | string[]; email?: string | string[] }> };

export default async function SignUpPage({ searchParams }: SignUpPageProps) {
  const { next, email } = await searchParams;
  const nextPath = safeNextPath(typeof next === "string" ? next : undefined);
  if (await currentUser(await headers())) redirect(nextPath);
  const { mode, domains } = signUpPolicy();
  return (
    <StandalonePage title="Sign up">
      {mode === "closed" && <p>This service takes no new accounts. Ask whoever runs it.</p>}
      {mode === "invite" && <p>By invitation only: use the address that you were invited at.</p>}
      {mode !== "closed" && domains.length > 0 && <p>Use an address of {domains.join(", ")}.</p>}
      {mode !== "closed" && <SignUpForm nextPath={nextPath} email={typeof email === "string" ? email : ""} />}
      {showsMails() && <KeptMailsNote />}
      <p>
        Have an account? <Link href={`/sign-in${nextQuery(nextPath)}`}>Sign in</Link>
      </p>
    </StandalonePage>
  );
}
