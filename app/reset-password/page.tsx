import type { Metadata } from "next";
import { StandalonePage } from "../_components/account/standalone-page";
import { ResetPasswordForm } from "./reset-password-form";

export const metadata: Metadata = { title: "Set a new password" };

export default function ResetPasswordPage() {
  return (
    <StandalonePage title="Set a new password">
      <ResetPasswordForm />
    </StandalonePage>
  );
}
