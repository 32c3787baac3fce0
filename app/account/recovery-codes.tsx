"use client";

import { Button, CopyButton } from "@mantine/core";
import classes from "./account.module.css";

/** Shown once: the server keeps them encrypted. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <>
      <p>Recovery codes let you in when the app is lost, each once. Keep them where your password is not.</p>
      <ul className={classes.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={classes.buttons}>
        <CopyButton value={codes.join("\n")}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? "Copied" : "Copy the codes"}
            </Button>
          )}
        </CopyButton>
      </div>
    </>
  );
}
