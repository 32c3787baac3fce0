"use client";

import { Button } from "@mantine/core";
import classes from "./error.module.css";

/** Inside the frame: what else the page has goes on. */
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
