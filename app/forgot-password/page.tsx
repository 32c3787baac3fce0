import type { Metadata } from "next";
import { Link } from "@/app/_components/link";
import { showsMails } from "@/server/api/pages/kept-mails";
import { KeptMailsNote } from "../_components/account/kept-mails-note";
import { StandalonePage } from "../_components/account/standalone-page";
import { ForgotPasswordForm } from "./forgot-password-form";

export const metadata: Metadata = { title: "Set a new password" };

export default function ForgotPasswordPage() {
  return (
    <StandalonePage title="Set a new password">
      <ForgotPasswordForm />
      {showsMails() && <KeptMailsNote />}
      <p>
        <Link href="/sign-in">Sign in</Link>
      </p>
    </StandalonePage>
  );
}
