"use client";

import { PasswordInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { AccountForm } from "../_components/account-form";
import { useAccountRequest } from "../_components/use-account-request";
import { passwordRefusal } from "./password-refusal";

export function PasswordForm({ email }: { email: string }) {
  const { isBusy, refusal, ask } = useAccountRequest(passwordRefusal);
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
      <AccountForm
        key={changes}
        action="Change the password"
        isFullWidth={false}
        isBusy={isBusy}
        refusal={refusal}
        onSend={send}
      >
        {/* So that password managers know whose it is. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <PasswordInput
          name="currentPassword"
          label="Current password"
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <PasswordInput
          name="newPassword"
          label="New password"
          description="At least 10 characters. Every other session is signed out."
          autoComplete="new-password"
          minLength={10}
          maxLength={128}
          required
          withAsterisk={false}
        />
      </AccountForm>
    </>
  );
}
