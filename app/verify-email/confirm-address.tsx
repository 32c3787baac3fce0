"use client";

import { Alert, Anchor, Loader } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { askAccount } from "../_components/account-request";
import { useLinkFields } from "../_components/use-link-fields";
import { safeNextPath } from "../sign-in/safe-next-path";

/** Sends the link's token on as soon as the page runs, then goes where the link leads. */
export function ConfirmAddress() {
  const link = useLinkFields();
  const wasSent = useRef(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => {
    if (link === null || wasSent.current) return;
    wasSent.current = true; // the link counts once
    void askAccount("/verify-email", { token: link.get("token") ?? "" }).then(({ status, message }) => {
      if (message === null) window.location.replace(safeNextPath(link.get("next") ?? undefined));
      else setRefusal(status >= 500 ? message : "This link does not hold any more.");
    });
  }, [link]);
  if (refusal === null) return <Loader size="sm" aria-label="Confirming" />;
  return (
    <>
      <Alert color="red" variant="light" p="sm" w="100%" title={refusal} />
      <p>
        <Anchor href="/sign-in">Sign in</Anchor>: if your address is not confirmed yet, we mail a new link.
      </p>
    </>
  );
}
