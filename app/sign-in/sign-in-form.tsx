"use client";

import { Alert, Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import classes from "./sign-in-form.module.css";

const TOO_MANY_REQUESTS = 429;

/** One text for a wrong password and an unknown address: it must not tell which accounts exist. */
function refusalText(status: number | null): string {
  if (status === null || status >= 500) return "The server did not answer. Try again in a moment.";
  if (status === TOO_MANY_REQUESTS) return "Too many tries. Wait a few minutes, then try again.";
  return "E-mail or password is not right.";
}

async function signIn(form: FormData): Promise<number | null> {
  const response = await fetch("/api/auth/sign-in/email", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: form.get("email"), password: form.get("password") }),
  }).catch(() => null);
  return response?.status ?? null;
}

export function SignInForm({ nextPath }: { nextPath: string }) {
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setIsBusy(true);
    setRefusal(null);
    const status = await signIn(form);
    if (status === 200) {
      window.location.assign(nextPath);
      return;
    }
    setIsBusy(false);
    setRefusal(refusalText(status));
  };
  return (
    <form className={classes.form} method="post" onSubmit={(event) => void submit(event)}>
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
      {refusal && <Alert color="red" variant="light" p="sm" title={refusal} />}
      <Button type="submit" fullWidth loading={isBusy}>
        Sign in
      </Button>
    </form>
  );
}
