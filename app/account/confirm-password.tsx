"use client";

import { PasswordField } from "../_components/account/account-fields";
import { AccountForm } from "../_components/account/account-form";
import { useAccountRequest } from "../_components/account/use-account-request";
import { CancelButton } from "./cancel-button";
import { passwordRefusal } from "./password-refusal";

type ConfirmPasswordProps = {
  path: string;
  action: string;
  onDone: (answer: Record<string, unknown>) => void;
  onCancel: () => void;
};

/** Does something for which whoever sits here must know the password. */
export function ConfirmPassword({ path, action, onDone, onCancel }: ConfirmPasswordProps) {
  const { ask, ...request } = useAccountRequest(passwordRefusal);
  return (
    <>
      <AccountForm
        action={action}
        isFullWidth={false}
        request={request}
        onSend={({ password }) => void ask(path, { password }, onDone)}
      >
        <PasswordField label="Password, to confirm" hasFocus />
      </AccountForm>
      <CancelButton onCancel={onCancel} />
    </>
  );
}
