"use client";

import { Button } from "@mantine/core";
import { Link } from "@/app/_components/link";

/** Sign up, where that is open, sign in, and a look at a lab that its operator shows. */
export function WaysIn({ takesSignUps, liveLink }: { takesSignUps: boolean; liveLink: string | null }) {
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
      {liveLink !== null && (
        // A page of its own: what its address holds behind the `#` is read when it is opened.
        <Button component="a" href={liveLink} size="md" variant="subtle">
          Look at a lab, live
        </Button>
      )}
    </>
  );
}
