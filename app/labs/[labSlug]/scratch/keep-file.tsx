"use client";

import { Button, TextInput } from "@mantine/core";
import { Link } from "@/app/_components/link";
import { type FormEvent, useState } from "react";
import { CellLink } from "@/app/_components/cell-link";
import { type SentFile, sendFile } from "../import/_sending/send-file";
import type { ScratchAnswer } from "./read-scratch";
import classes from "./scratch-page.module.css";

type KeepFileProps = {
  labSlug: string;
  timeZone: string;
  file: File;
  of: Extract<ScratchAnswer, { kind: "shown" }>;
};

/** Stores what was looked at as a cell of the lab. What needs more to be said goes by the page of imports. */
export function KeepFile({ labSlug, timeZone, file, of }: KeepFileProps) {
  const [cell, setCell] = useState(() => file.name.replace(/\.[^.]*$/, "").replaceAll("/", "-"));
  const [isBusy, setIsBusy] = useState(false);
  const [sent, setSent] = useState<SentFile | null>(null);
  if (!of.hasClock || of.tests > 1) {
    return (
      <p className={classes.hint}>
        To keep it, <Link href={`/labs/${labSlug}/import`}>import it</Link>: there you say{" "}
        {of.hasClock ? "which cell each test is of" : "when it began"}.
      </p>
    );
  }
  if (sent?.state === "accepted") {
    return (
      <p role="status" className={classes.state}>
        Kept as <CellLink labSlug={labSlug} cell={cell.trim()} />.
      </p>
    );
  }
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    const query = { cell: cell.normalize("NFC").trim(), timeZone, fileName: file.name.slice(-255) };
    setSent(await sendFile({ labSlug, file, query }, () => {}));
    setIsBusy(false);
  };
  return (
    <form className={classes.keep} onSubmit={keep}>
      <TextInput
        size="xs"
        aria-label="Name of the cell"
        value={cell}
        onChange={({ currentTarget }) => setCell(currentTarget.value)}
      />
      <Button type="submit" size="xs" loading={isBusy} disabled={cell.trim() === ""}>
        Keep
      </Button>
      <p role="alert" className={classes.state} data-tone="bad">
        {sent?.state === "refused" && sent.message}
      </p>
    </form>
  );
}
