"use client";

import { TextInput } from "@mantine/core";
import { useState } from "react";
import { PasswordField } from "../_components/account/account-fields";
import { AccountForm } from "../_components/account/account-form";
import { useAccountRequest } from "../_components/account/use-account-request";
import { passwordRefusal } from "./password-refusal";

export function EmailForm({ email }: { email: string }) {
  const { ask, ...request } = useAccountRequest(passwordRefusal);
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const send = ({ newEmail = "", password }: Record<string, string>) =>
    void ask("/change-email", { newEmail, password }, () => setMailedTo(newEmail));
  return (
    <>
      <p>
        You sign in with <strong>{email}</strong>.
      </p>
      {mailedTo !== null && (
        <p role="status">
          We sent a mail to <strong>{mailedTo}</strong>. The address changes when you open its link.
        </p>
      )}
      <AccountForm key={mailedTo} action="Change the address" isFullWidth={false} request={request} onSend={send}>
        <TextInput name="newEmail" type="email" label="New address" autoComplete="off" required withAsterisk={false} />
        <PasswordField label="Password, to confirm" />
      </AccountForm>
    </>
  );
}
