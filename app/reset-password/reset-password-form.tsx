"use client";

import { Anchor } from "@mantine/core";
import { useState } from "react";
import { NewPasswordField } from "../_components/account/account-fields";
import { AccountForm } from "../_components/account/account-form";
import { useAccountRequest } from "../_components/account/use-account-request";
import { useLinkFields } from "../_components/account/use-link-fields";

export function ResetPasswordForm() {
  const link = useLinkFields();
  const { ask, ...request } = useAccountRequest((_, message) =>
    /token/i.test(message) ? "This link was used already, or is too old. Ask for another one." : message,
  );
  const [isDone, setIsDone] = useState(false);
  if (isDone) {
    return (
      <>
        <p role="status">The new password holds, and every session was signed out.</p>
        <Anchor href="/sign-in">Sign in</Anchor>
      </>
    );
  }
  const send = ({ newPassword }: Record<string, string>) =>
    void ask("/reset-password", { token: link?.get("token") ?? "", newPassword }, () => setIsDone(true));
  return (
    <>
      <AccountForm action="Set the password" request={request} onSend={send}>
        <NewPasswordField hasFocus />
      </AccountForm>
      <Anchor href="/forgot-password">Mail me another link</Anchor>
    </>
  );
}
