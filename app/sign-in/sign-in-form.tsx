"use client";

import { Anchor } from "@mantine/core";
import { useState } from "react";
import { EmailField, PasswordField } from "../_components/account/account-fields";
import { AccountForm } from "../_components/account/account-form";
import { useAccountRequest } from "../_components/account/use-account-request";
import { type Carried, carriedTo, useCarried } from "../_components/account/use-carried";
import { SecondFactorForm } from "./second-factor-form";

const TOO_MANY_REQUESTS = 429;

/** One text for a wrong password, an unknown address and one that nobody confirmed: it must not tell which accounts exist. */
function refusalText(status: number, message: string): string {
  if (status >= 500) return message;
  if (status === TOO_MANY_REQUESTS) return "Too many tries. Wait a few minutes, then try again.";
  return "E-mail or password is not right. If you just signed up, first open the link in our mail.";
}

type SignInFormProps = Carried & {
  /** Whether somebody without an account may make one. */
  takesAccounts: boolean;
};

export function SignInForm({ takesAccounts, ...given }: SignInFormProps) {
  const { nextPath, email: known } = useCarried(given);
  const { ask, ...request } = useAccountRequest(refusalText);
  const [owesSecondFactor, setOwesSecondFactor] = useState(false);
  const [isLeaving, setIsLeaving] = useState(false);
  const goOn = () => {
    setIsLeaving(true);
    window.location.assign(nextPath);
  };
  if (owesSecondFactor) return <SecondFactorForm onDone={goOn} onRestart={() => setOwesSecondFactor(false)} />;
  const send = ({ email, password }: Record<string, string>) =>
    void ask("/sign-in/email", { email, password }, (answer) => {
      if (answer.twoFactorRedirect === true) setOwesSecondFactor(true);
      else goOn();
    });
  return (
    <>
      <AccountForm action="Sign in" request={{ ...request, isBusy: request.isBusy || isLeaving }} onSend={send}>
        <EmailField key={known} defaultValue={known} hasFocus={known === ""} />
        <PasswordField hasFocus={known !== ""} />
      </AccountForm>
      <p>
        <Anchor href="/forgot-password">Forgot your password?</Anchor>
      </p>
      {takesAccounts && (
        <p>
          New here? <Anchor href={carriedTo("/sign-up", { nextPath, email: known })}>Sign up</Anchor>
        </p>
      )}
    </>
  );
}
