"use client";

import { Button, type ButtonProps } from "@mantine/core";
import { useState } from "react";
import { announceSessionEnd } from "../../_trpc/session-end";

/** Ends the session, and with a whole page load everything that this tab still knows of the lab. */
export function SignOutButton(props: ButtonProps) {
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const signOut = async () => {
    setState("busy");
    const response = await fetch("/api/auth/sign-out", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    }).catch(() => null);
    if (!response?.ok) return setState("failed");
    announceSessionEnd();
    window.location.assign("/sign-in");
  };
  return (
    <Button variant="default" loading={state === "busy"} onClick={() => void signOut()} {...props}>
      {state === "failed" ? "Not signed out. Try again" : "Sign out"}
    </Button>
  );
}
