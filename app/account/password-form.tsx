"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { NewPasswordField, PasswordField } from "../_components/account/account-fields";
import { AccountForm } from "../_components/account/account-form";
import { useAccountRequest } from "../_components/account/use-account-request";
import { passwordRefusal } from "./password-refusal";

export function PasswordForm({ email }: { email: string }) {
  const { ask, ...request } = useAccountRequest(passwordRefusal);
  const queryClient = useQueryClient();
  const [changes, setChanges] = useState(0);
  const send = ({ currentPassword, newPassword }: Record<string, string>) =>
    void ask("/change-password", { currentPassword, newPassword }, () => {
      setChanges(changes + 1);
      void queryClient.invalidateQueries();
    });
  return (
    <>
      {changes > 0 && <p role="status">The new password holds, and every other session was signed out.</p>}
      <AccountForm key={changes} action="Change the password" isFullWidth={false} request={request} onSend={send}>
        {/* So that password managers know whose it is. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <PasswordField name="currentPassword" label="Current password" />
        <NewPasswordField description="At least 10 characters. Every other session is signed out." />
      </AccountForm>
    </>
  );
}
