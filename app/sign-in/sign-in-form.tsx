"use client";

import { useState } from "react";
import { EmailField, PasswordField } from "../_components/account/account-fields";
import { AccountForm } from "../_components/account/account-form";
import { useAccountRequest } from "../_components/account/use-account-request";
import { SecondFactorForm } from "./second-factor-form";

const TOO_MANY_REQUESTS = 429;

/** One text for a wrong password, an unknown address and one that nobody confirmed: it must not tell which accounts exist. */
function refusalText(status: number, message: string): string {
  if (status >= 500) return message;
  if (status === TOO_MANY_REQUESTS) return "Too many tries. Wait a few minutes, then try again.";
  return "E-mail or password is not right. If you just signed up, first open the link in our mail.";
}

export function SignInForm({ nextPath, email: known }: { nextPath: string; email: string }) {
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
    <AccountForm action="Sign in" request={{ ...request, isBusy: request.isBusy || isLeaving }} onSend={send}>
      <EmailField defaultValue={known} hasFocus={known === ""} />
      <PasswordField hasFocus={known !== ""} />
    </AccountForm>
  );
}
