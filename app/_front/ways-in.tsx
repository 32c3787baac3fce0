"use client";

import { Button } from "@mantine/core";
import { Link } from "@/app/_components/link";

/** Sign up, where that is open, and sign in. */
export function WaysIn({ takesSignUps }: { takesSignUps: boolean }) {
  return (
    <>
      {takesSignUps && (
        <Button component={Link} href="/sign-up" size="md">
          Sign up
        </Button>
      )}
      <Button component={Link} href="/sign-in" size="md" variant={takesSignUps ? "default" : "filled"}>
        Sign in
      </Button>
    </>
  );
}
