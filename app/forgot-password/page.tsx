import type { Metadata } from "next";
import Link from "next/link";
import { StandalonePage } from "../_components/standalone-page";
import { ForgotPasswordForm } from "./forgot-password-form";

export const metadata: Metadata = { title: "Set a new password" };

export default function ForgotPasswordPage() {
  return (
    <StandalonePage title="Set a new password">
      <ForgotPasswordForm />
      <p>
        <Link href="/sign-in">Sign in</Link>
      </p>
    </StandalonePage>
  );
}
