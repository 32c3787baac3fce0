"use client";

import { Button } from "@mantine/core";
import { CopyableCommand } from "@/app/_components/copyable-command";
import { curlSnippet, pythonSnippet } from "@/app/_components/key-snippets";
import classes from "../settings.module.css";

/** A key that was just made, and what uses it. It is never shown again. */
export function NewKey({ name, apiKey, onDone }: { name: string; apiKey: string; onDone: () => void }) {
  return (
    <section className={`${classes.section} ${classes.notice}`} aria-labelledby="new-key">
      <h2 id="new-key">
        Key <bdi>{name}</bdi>
      </h2>
      <p>Copy it now: it is shown this once.</p>
      <CopyableCommand command={() => apiKey} />
      <p>A first sample from a shell:</p>
      <CopyableCommand command={curlSnippet(apiKey)} />
      <p>The same in Python:</p>
      <CopyableCommand command={pythonSnippet(apiKey)} />
      <Button variant="default" onClick={onDone}>
        I have copied it
      </Button>
    </section>
  );
}
