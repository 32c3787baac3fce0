"use client";

import { ActionIcon, CopyButton } from "@mantine/core";
import { useSyncExternalStore } from "react";
import classes from "./copyable-command.module.css";
import { Icon } from "./icons";

/** Placeholder for the address until the browser knows it; as long as one, so that a box that has to scroll does so from the start. */
const LATER = "http://localhost:3000";

const nothingChanges = () => () => {};

/** A command for a shell, with this server's address in it, ready to copy. */
export function CopyableCommand({ command }: { command: (origin: string) => string }) {
  const origin = useSyncExternalStore(
    nothingChanges,
    () => window.location.origin,
    () => LATER,
  );
  const text = command(origin);
  return (
    <div className={classes.box}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre className={classes.text} tabIndex={0}>
        {text}
      </pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <ActionIcon
            className={classes.copy}
            variant="default"
            aria-label={copied ? "Copied" : "Copy command"}
            onClick={copy}
          >
            <Icon name={copied ? "check" : "copy"} />
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  );
}
