"use client";

import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@/app/_components/link";
import { type FormEvent, useState } from "react";
import { CellLink } from "@/app/_components/cell-link";
import { useTRPC } from "@/app/_trpc/trpc";
import { useImport } from "../import/_history/use-import";
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
  const name = cell.normalize("NFC").trim();
  const isTaken = useIsTaken(labSlug, name);
  if (!of.hasClock || of.tests.length > 1) {
    return (
      <p className={classes.hint}>
        To keep it, <Link href={`/labs/${labSlug}/import`}>import it</Link>: there you say{" "}
        {of.hasClock ? "which cell each test is of" : "when it began"}.
      </p>
    );
  }
  if (sent?.state === "accepted") return <Kept labSlug={labSlug} importId={sent.importId} isKnown={sent.isDuplicate} />;
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    const query = { cell: name, timeZone, fileName: file.name.slice(-255) };
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
      <Button type="submit" size="xs" loading={isBusy} disabled={name === ""}>
        {isTaken ? "Keep in this cell" : "Keep"}
      </Button>
      {isTaken && (
        <p className={classes.hint} data-taken={name}>
          The lab has <CellLink labSlug={labSlug} cell={name} /> already: the file becomes part of it.
        </p>
      )}
      <p role="alert" className={classes.state} data-tone="bad">
        {sent?.state === "refused" && sent.message}
      </p>
    </form>
  );
}

function useIsTaken(labSlug: string, name: string): boolean {
  const trpc = useTRPC();
  const sheet = useQuery(trpc.cells.sheet.queryOptions({ labSlug }));
  return sheet.data?.cells.some((cell) => cell.name === name) === true;
}

type KeptProps = { labSlug: string; importId: string; isKnown: boolean };

/** What became of the file: the server has taken it, and stores it by and by. */
function Kept({ labSlug, importId, isKnown }: KeptProps) {
  const { data } = useImport(labSlug, importId);
  const cells = [...new Set(data?.tests.map(({ cell }) => cell))];
  if (data?.status === "failed") {
    return (
      <p role="alert" className={classes.state} data-tone="bad">
        It was not kept{data.error === null ? "" : `: ${data.error}`}.{" "}
        <Link href={`/labs/${labSlug}/import`}>The import</Link> says more.
      </p>
    );
  }
  if (data?.status !== "stored") {
    return (
      <p role="status" className={classes.state}>
        Storing it.
      </p>
    );
  }
  return (
    <p role="status" className={classes.state}>
      {isKnown ? "The lab had this very file already, kept as " : "Kept as "}
      {cells.map((cell, index) => (
        <span key={cell}>
          {index > 0 && ", "}
          <CellLink labSlug={labSlug} cell={cell} />
        </span>
      ))}
      .
    </p>
  );
}
