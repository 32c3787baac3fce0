"use client";

import { Alert } from "@mantine/core";
import { failureOf } from "../_trpc/trpc";
import { SignInAgain } from "./account/sign-in-again";

/** What was refused, and why; nothing while nothing was. */
export function Refusal({ error }: { error: unknown }) {
  if (!error) return null;
  const { kind, message } = failureOf(error);
  return (
    <Alert role="alert" color="red" variant="light" p="sm" title={message}>
      {kind === "signed_out" && <SignInAgain />}
    </Alert>
  );
}
