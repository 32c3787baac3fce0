"use client";

import { Anchor, Button } from "@mantine/core";
import { useState } from "react";
import { CodeField } from "../_components/account/account-fields";
import { AccountForm } from "../_components/account/account-form";
import { useAccountRequest } from "../_components/account/use-account-request";

const TOO_MANY_REQUESTS = 429;

function refusalText(status: number, message: string): string {
  if (status >= 500) return message;
  if (status === TOO_MANY_REQUESTS) return "Too many tries. Wait a few minutes, then try again.";
  return "This code is not right, or was used already. Wait for the next one, or start again.";
}

type SecondFactorFormProps = { onDone: () => void; onRestart: () => void };

/** The second step of signing in: a code of the app, or one of the recovery codes. */
export function SecondFactorForm({ onDone, onRestart }: SecondFactorFormProps) {
  const { ask, ...request } = useAccountRequest(refusalText);
  const [usesRecoveryCode, setUsesRecoveryCode] = useState(false);
  const path = usesRecoveryCode ? "/two-factor/verify-backup-code" : "/two-factor/verify-totp";
  return (
    <>
      <AccountForm
        key={path}
        action="Sign in"
        request={request}
        onSend={({ code }) => void ask(path, { code }, onDone)}
      >
        <CodeField
          label={usesRecoveryCode ? "Recovery code" : "Code of your authenticator app"}
          isRecoveryCode={usesRecoveryCode}
          hasFocus
        />
      </AccountForm>
      <Anchor component="button" type="button" size="sm" onClick={() => setUsesRecoveryCode(!usesRecoveryCode)}>
        {usesRecoveryCode ? "Use a code of the app" : "Use a recovery code"}
      </Anchor>
      <Button variant="default" fullWidth onClick={onRestart}>
        Start again
      </Button>
    </>
  );
}
