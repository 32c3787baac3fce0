import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { currentUser } from "@/server/auth/session";
import { signUpPolicy } from "@/server/auth/accounts/sign-up-policy";
import { StandalonePage } from "../_components/account/standalone-page";
import { safeNextPath } from "./safe-next-path";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

type SignInPageProps = { searchParams: Promise<{ next?: string | string[]; email?: string | string[] }> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next, email } = await searchParams;
  const nextPath = safeNextPath(typeof next === "string" ? next : undefined);
  if (await currentUser(await headers())) redirect(nextPath);
  return (
    <StandalonePage title="Sign in">
      <SignInForm
        nextPath={nextPath}
        email={typeof email === "string" ? email : ""}
        takesAccounts={signUpPolicy().mode !== "closed"}
      />
    </StandalonePage>
  );
}
