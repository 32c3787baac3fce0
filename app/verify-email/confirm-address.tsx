"use client";

import { Alert, Anchor, Loader } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { PasswordField } from "../_components/account/account-fields";
import { AccountForm } from "../_components/account/account-form";
import { askAccount } from "../_components/account/account-request";
import { useAccountRequest } from "../_components/account/use-account-request";
import { useLinkFields } from "../_components/account/use-link-fields";
import { safeNextPath } from "../sign-in/safe-next-path";

/** A link of a mail: of a sign-up, which asks for its password, or to a new address of somebody who is signed in. */
export function ConfirmAddress() {
  const link = useLinkFields();
  if (link === null) return <Loader size="sm" role="status" aria-label="Reading the link" />;
  const fields = { token: link.get("token") ?? "", nextPath: safeNextPath(link.get("next") ?? undefined) };
  const isSigned = fields.token.includes("."); // only links to new addresses carry a signature
  return isSigned ? <ConfirmNewAddress {...fields} /> : <ConfirmSignUp {...fields} />;
}

type Link = { token: string; nextPath: string };

const DEAD = "This link does not hold any more.";
const UNAUTHORIZED = 401;

/** The mail says whose address it is, the password who signed up with it: a stranger may have done so, too. */
function ConfirmSignUp({ token, nextPath }: Link) {
  const { ask, ...request } = useAccountRequest();
  const [isElsewhere, setIsElsewhere] = useState(false);
  if (isElsewhere) {
    return (
      <p role="status">The address is confirmed. Sign out here to use the new account: somebody else is signed in.</p>
    );
  }
  const send = ({ password }: Record<string, string>) =>
    void ask("/verify-email", { token, password }, ({ signedIn }) => {
      if (signedIn === true) window.location.replace(nextPath);
      else setIsElsewhere(true);
    });
  return (
    <>
      <p>Type the password that you signed up with. If you did not sign up here, close this page: nothing happens.</p>
      <AccountForm action="Confirm the address" request={request} onSend={send}>
        <PasswordField hasFocus />
      </AccountForm>
      <p>
        Is the link too old? <Anchor href="/sign-up">Sign up again</Anchor>.
      </p>
    </>
  );
}

/** Sends the link's token on as soon as the page runs. */
function ConfirmNewAddress({ token, nextPath }: Link) {
  const wasSent = useRef(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => {
    if (wasSent.current) return;
    wasSent.current = true; // the link counts once
    void askAccount("/verify-email", { token }).then(({ status, message }) => {
      if (message === null) window.location.replace(nextPath);
      else setRefusal(status >= 500 || status === UNAUTHORIZED ? message : DEAD);
    });
  }, [token, nextPath]);
  if (refusal === null) return <Loader size="sm" role="status" aria-label="Confirming" />;
  return (
    <>
      <Alert color="red" variant="light" p="sm" w="100%" title={refusal} />
      <Anchor href="/sign-in">Sign in</Anchor>
    </>
  );
}
