"use client";

import { Button } from "@mantine/core";
import classes from "./error.module.css";

/** An error inside the frame: the rest of the page keeps working. */
export default function LabErrorPage({ reset }: { reset: () => void }) {
  return (
    <section className={classes.notice} role="alert">
      <h1>This page did not load</h1>
      <p>Something failed on our side. Your data is not affected, and cyclers can go on sending.</p>
      <Button variant="default" onClick={reset}>
        Try again
      </Button>
    </section>
  );
}
