"use client";

import { Button } from "@mantine/core";
import { CopyableCommand } from "@/app/_components/copyable-command";
import type { GrantedKind, GrantedRead } from "@/server/domain/labs/grants";
import classes from "../settings.module.css";
import { readingSnippet } from "./prepare-link";

export type MadeLink = { name: string; kind: GrantedKind; read: GrantedRead; address: string };

/** A link that was just made, and what reads it. It is never shown again. */
export function NewLink({ link, onDone }: { link: MadeLink; onDone: () => void }) {
  const { name, kind, read, address } = link;
  return (
    <section className={`${classes.section} ${classes.notice}`} aria-labelledby="new-link">
      <h2 id="new-link">
        Link to <bdi>{name}</bdi>
      </h2>
      <p>Copy it now: it is shown this once. Whoever has it reads this table.</p>
      <CopyableCommand command={() => address} />
      <p>{kind === "grouping" && read === "export" ? "In a shell:" : "In Python, with pandas:"}</p>
      <CopyableCommand command={() => readingSnippet(address, kind, read)} />
      <Button variant="default" onClick={onDone}>
        I have copied it
      </Button>
    </section>
  );
}
