"use client";

import { useState } from "react";
import { EmailField } from "../_components/account/account-fields";
import { AccountForm } from "../_components/account/account-form";
import { useAccountRequest } from "../_components/account/use-account-request";

export function ForgotPasswordForm() {
  const { ask, ...request } = useAccountRequest();
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
    <AccountForm action="Mail me a link" request={request} onSend={send}>
      <EmailField hasFocus />
    </AccountForm>
  );
}
