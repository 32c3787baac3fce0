"use client";

import { Alert, Anchor, Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { EmailField, NewPasswordField } from "../_components/account/account-fields";
import { AccountForm } from "../_components/account/account-form";
import { useAccountRequest } from "../_components/account/use-account-request";
import { type Carried, carriedTo, useCarried } from "../_components/account/use-carried";

export function SignUpForm(props: Carried) {
  const { nextPath, email } = useCarried(props);
  const { ask, ...request } = useAccountRequest();
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  if (mailedTo !== null) return <CheckYourMail email={mailedTo} nextPath={nextPath} onBack={() => setMailedTo(null)} />;
  const send = (fields: Record<string, string>) =>
    void ask("/sign-up/email", { ...fields, next: nextPath }, () => setMailedTo(fields.email ?? ""));
  return (
    <>
      <AccountForm action="Sign up" request={request} onSend={send}>
        <TextInput
          name="name"
          label="Name"
          autoComplete="name"
          maxLength={128}
          required
          withAsterisk={false}
          autoFocus
        />
        <EmailField key={email} defaultValue={email} />
        <NewPasswordField name="password" label="Password" />
      </AccountForm>
      <p>
        Have an account? <Anchor href={carriedTo("/sign-in", { nextPath, email })}>Sign in</Anchor>
      </p>
    </>
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
