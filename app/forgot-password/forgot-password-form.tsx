"use client";

import { TextInput } from "@mantine/core";
import { useState } from "react";
import { AccountForm } from "../_components/account-form";
import { useAccountRequest } from "../_components/use-account-request";

export function ForgotPasswordForm() {
  const { isBusy, refusal, ask } = useAccountRequest();
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const send = ({ email = "" }: Record<string, string>) =>
    void ask("/request-password-reset", { email }, () => setMailedTo(email));
  if (mailedTo !== null) {
    return (
      <p role="status">
        If <strong>{mailedTo}</strong> has an account, a mail with a link is on its way; it holds for one hour.
      </p>
    );
  }
  return (
    <AccountForm action="Mail me a link" isBusy={isBusy} refusal={refusal} onSend={send}>
      <TextInput
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        required
        withAsterisk={false}
        autoFocus
      />
    </AccountForm>
  );
}
