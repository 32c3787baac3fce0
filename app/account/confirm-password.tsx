"use client";

import { Button, PasswordInput } from "@mantine/core";
import { AccountForm } from "../_components/account-form";
import { useAccountRequest } from "../_components/use-account-request";
import classes from "./account.module.css";
import { passwordRefusal } from "./password-refusal";

type ConfirmPasswordProps = {
  path: string;
  action: string;
  onDone: (answer: Record<string, unknown>) => void;
  onCancel: () => void;
};

/** Does something for which whoever sits here must know the password. */
export function ConfirmPassword({ path, action, onDone, onCancel }: ConfirmPasswordProps) {
  const { isBusy, refusal, ask } = useAccountRequest(passwordRefusal);
  return (
    <>
      <AccountForm
        action={action}
        isFullWidth={false}
        isBusy={isBusy}
        refusal={refusal}
        onSend={({ password }) => void ask(path, { password }, onDone)}
      >
        <PasswordInput
          name="password"
          label="Password, to confirm"
          autoComplete="current-password"
          required
          withAsterisk={false}
          autoFocus
        />
      </AccountForm>
      <div className={classes.buttons}>
        <Button variant="subtle" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </>
  );
}
