"use client";

import { useState } from "react";
import { CodeField } from "../_components/account/account-fields";
import { AccountForm } from "../_components/account/account-form";
import { useAccountRequest } from "../_components/account/use-account-request";
import classes from "./account.module.css";
import { ConfirmPassword } from "./confirm-password";
import { CancelButton } from "./cancel-button";
import { QrCode } from "./qr-code";
import { RecoveryCodes } from "./recovery-codes";

type Offer = { totpUri: string; codes: readonly string[] };

/** Password, picture and recovery codes, then a code that proves the app has it. */
export function SetUpSecondFactor({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const [offer, setOffer] = useState<Offer | null>(null);
  const { ask, ...request } = useAccountRequest((status, message) =>
    status === 401 ? "This code is not right. Wait for the next one." : message,
  );
  if (offer === null) {
    const show = ({ totpURI, backupCodes }: Record<string, unknown>) =>
      setOffer({ totpUri: String(totpURI), codes: Array.isArray(backupCodes) ? backupCodes.map(String) : [] });
    return <ConfirmPassword path="/two-factor/enable" action="Go on" onDone={show} onCancel={onCancel} />;
  }
  const secret = new URL(offer.totpUri).searchParams.get("secret") ?? "";
  return (
    <>
      <p>Scan this with an authenticator app on your phone, or type the key into it.</p>
      <QrCode text={offer.totpUri} label="The key of the second factor, for an authenticator app" />
      <p className={classes.secret}>{secret.match(/.{1,4}/g)?.join(" ")}</p>
      <RecoveryCodes codes={offer.codes} />
      <AccountForm
        action="Turn it on"
        isFullWidth={false}
        request={request}
        onSend={({ code }) => void ask("/two-factor/verify-totp", { code }, onDone)}
      >
        <CodeField label="Code that the app shows" />
      </AccountForm>
      <CancelButton onCancel={onCancel} />
    </>
  );
}
