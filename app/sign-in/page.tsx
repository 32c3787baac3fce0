import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { currentUser } from "@/server/auth/session";
import { StandalonePage } from "../_components/standalone-page";
import { safeNextPath } from "./safe-next-path";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

type SignInPageProps = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next } = await searchParams;
  const nextPath = safeNextPath(typeof next === "string" ? next : undefined);
  if (await currentUser(await headers())) redirect(nextPath);
  return (
    <StandalonePage title="Sign in">
      <SignInForm nextPath={nextPath} />
    </StandalonePage>
  );
}
