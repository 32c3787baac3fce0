"use client";

import { Alert } from "@mantine/core";
import { failureOf } from "../_trpc/trpc";

/** What was refused, and why; nothing while nothing was. */
export function Refusal({ error }: { error: unknown }) {
  if (!error) return null;
  return <Alert role="alert" color="red" variant="light" p="sm" title={failureOf(error).message} />;
}
