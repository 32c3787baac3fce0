"use client";

import { Alert, Button } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import classes from "./account-form.module.css";
import { formFields } from "./use-account-request";

type AccountFormProps = {
  /** What the button does, as a verb. */
  action: string;
  /** What `useAccountRequest` says of it. */
  request: { isBusy: boolean; refusal: string | null };
  onSend: (fields: Record<string, string>) => void;
  isFullWidth?: boolean;
  children: ReactNode;
};

/** Fields, what was refused, and one button. */
export function AccountForm({ action, request, onSend, isFullWidth = true, children }: AccountFormProps) {
  const { isBusy, refusal } = request;
  const submit = (event: FormEvent<HTMLFormElement>) => onSend(formFields(event));
  return (
    <form className={classes.form} method="post" onSubmit={submit}>
      {children}
      {refusal !== null && <Alert color="red" variant="light" p="sm" title={refusal} />}
      <Button
        type="submit"
        fullWidth={isFullWidth}
        loading={isBusy}
        style={isFullWidth ? undefined : { alignSelf: "flex-start" }}
      >
        {action}
      </Button>
    </form>
  );
}
