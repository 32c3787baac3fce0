"use client";

import { Button } from "@mantine/core";
import { StandalonePage } from "./_components/account/standalone-page";

export default function ErrorPage({ reset }: { reset: () => void }) {
  return (
    <StandalonePage title="This page did not load">
      <p>Something failed on our side. Your data is not affected.</p>
      <Button variant="default" onClick={reset}>
        Try again
      </Button>
    </StandalonePage>
  );
}
