"use client";

import { Button } from "@mantine/core";

type ComeInProps = { email: string; token: string; takesAccounts: boolean };

/** The two ways to an invitation for whoever is not signed in; both come back to it, with the address that it is for. */
export function ComeIn({ email, token, takesAccounts }: ComeInProps) {
  const carried = new URLSearchParams({ next: `/invitations#token=${token}`, email });
  return (
    <>
      <p>
        It is for <strong>{email}</strong>.
      </p>
      {takesAccounts && (
        <Button component="a" href={`/sign-up#${carried}`} fullWidth>
          Sign up
        </Button>
      )}
      <Button component="a" variant="default" href={`/sign-in#${carried}`} fullWidth>
        I have an account
      </Button>
    </>
  );
}
