"use client";

import { PasswordInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { AccountForm } from "../_components/account-form";
import { useAccountRequest } from "../_components/use-account-request";
import { SecondFactorForm } from "./second-factor-form";

const TOO_MANY_REQUESTS = 429;

/** One text for a wrong password, an unknown address and one that nobody confirmed: it must not tell which accounts exist. */
function refusalText(status: number, message: string): string {
  if (status >= 500) return message;
  if (status === TOO_MANY_REQUESTS) return "Too many tries. Wait a few minutes, then try again.";
  return "E-mail or password is not right. If you just signed up, first open the link in our mail.";
}

export function SignInForm({ nextPath }: { nextPath: string }) {
  const { isBusy, refusal, ask } = useAccountRequest(refusalText);
  const [owesSecondFactor, setOwesSecondFactor] = useState(false);
  const [isLeaving, setIsLeaving] = useState(false);
  const extendOpenRun = () => {
    setIsLeaving(true);
    window.location.assign(nextPath);
  };
  if (owesSecondFactor) return <SecondFactorForm onDone={extendOpenRun} onRestart={() => setOwesSecondFactor(false)} />;
  const send = ({ email, password }: Record<string, string>) =>
    void ask("/sign-in/email", { email, password }, (answer) => {
      if (answer.twoFactorRedirect === true) setOwesSecondFactor(true);
      else extendOpenRun();
    });
  return (
    <AccountForm action="Sign in" isBusy={isBusy || isLeaving} refusal={refusal} onSend={send}>
      <TextInput
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        required
        withAsterisk={false}
        autoFocus
      />
      <PasswordInput name="password" label="Password" autoComplete="current-password" required withAsterisk={false} />
    </AccountForm>
  );
}
