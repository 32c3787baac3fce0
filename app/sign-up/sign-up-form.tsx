"use client";

import { Alert, Button, PasswordInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { AccountForm } from "../_components/account-form";
import { useAccountRequest } from "../_components/use-account-request";

export function SignUpForm({ nextPath, email }: { nextPath: string; email: string }) {
  const { isBusy, refusal, ask } = useAccountRequest();
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  if (mailedTo !== null) return <CheckYourMail email={mailedTo} nextPath={nextPath} onBack={() => setMailedTo(null)} />;
  const send = (fields: Record<string, string>) =>
    void ask("/sign-up/email", { ...fields, next: nextPath }, () => setMailedTo(fields.email ?? ""));
  return (
    <AccountForm action="Sign up" isBusy={isBusy} refusal={refusal} onSend={send}>
      <TextInput name="name" label="Name" autoComplete="name" maxLength={128} required withAsterisk={false} autoFocus />
      <TextInput
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        defaultValue={email}
        required
        withAsterisk={false}
      />
      <PasswordInput
        name="password"
        label="Password"
        description="At least 10 characters"
        autoComplete="new-password"
        minLength={10}
        maxLength={128}
        required
        withAsterisk={false}
      />
    </AccountForm>
  );
}

type CheckYourMailProps = { email: string; nextPath: string; onBack: () => void };

function CheckYourMail({ email, nextPath, onBack }: CheckYourMailProps) {
  const { isBusy, refusal, ask } = useAccountRequest();
  const [wasSentAgain, setWasSentAgain] = useState(false);
  const sendAgain = () => ask("/send-verification-email", { email, next: nextPath }, () => setWasSentAgain(true));
  return (
    <>
      <p role="status">
        We sent a mail to <strong>{email}</strong>. Open its link to go on; it holds for one hour.
      </p>
      {refusal !== null && <Alert color="red" variant="light" p="sm" w="100%" title={refusal} />}
      <Button variant="default" fullWidth loading={isBusy} onClick={() => void sendAgain()}>
        {wasSentAgain ? "Sent. Send once more" : "Send it again"}
      </Button>
      <Button variant="subtle" fullWidth onClick={onBack}>
        Use another address
      </Button>
    </>
  );
}
