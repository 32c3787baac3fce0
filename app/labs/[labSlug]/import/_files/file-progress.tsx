"use client";

import { Button, Progress } from "@mantine/core";
import { cellHref } from "@/app/_components/cell-href";
import { Link } from "@/app/_components/link";
import classes from "./file-card.module.css";
import { ImportState } from "../_history/import-state";
import type { ImportFile } from "../_sending/import-files";
import { countOf, sizeOf } from "./prepare-words";
import { useImport } from "../_history/use-import";
import { Warnings } from "../_history/warnings";

type FileProgressProps = { labSlug: string; file: ImportFile; onSend: () => void };

/** The progress of an upload, and the reason when it was refused. */
export function FileProgress({ labSlug, file: { file, upload }, onSend }: FileProgressProps) {
  switch (upload.state) {
    case "none":
      return null;
    case "waiting":
      return <p className={classes.progress}>Waits for the files before it</p>;
    case "sending": {
      const share = file.size === 0 ? 100 : Math.min(100, (upload.sentBytes / file.size) * 100);
      const said =
        share < 100 ? `Sending, ${sizeOf(upload.sentBytes)} of ${sizeOf(file.size)}` : "Sent; the server reads it";
      return (
        <div className={classes.progress}>
          <p>{upload.note ?? said}</p>
          <Progress value={share} animated={share >= 100} aria-label={`Sending ${file.name}`} />
        </div>
      );
    }
    case "refused":
      return (
        <section className={classes.problems} role="alert">
          <h4>{upload.message}</h4>
          {upload.problems.length > 0 && <Warnings warnings={upload.problems} />}
          <Button variant="default" size="xs" onClick={onSend}>
            Send again
          </Button>
        </section>
      );
    case "accepted":
      return <StoringProgress labSlug={labSlug} importId={upload.importId} isDuplicate={upload.isDuplicate} />;
  }
}

/** More are found in the report. */
const MAX_OPENED = 3;

type StoringProgressProps = { labSlug: string; importId: string; isDuplicate: boolean };

/** The server's own progress, until all is stored. */
function StoringProgress({ labSlug, importId, isDuplicate }: StoringProgressProps) {
  const { data } = useImport(labSlug, importId);
  if (!data) return <p className={classes.progress}>Sent</p>;
  const { status, parts, partsDone, samples, tests } = data;
  const cells = [...new Set(tests.map(({ cell }) => cell))];
  return (
    <div className={classes.progress}>
      <p>
        <ImportState status={status} parts={parts} partsDone={partsDone} />
        {status === "stored" && countOf(samples, "sample")}
        {isDuplicate && "The same file was imported before; nothing was added."}
        <Link href={`?import=${importId}`} scroll={false}>
          Report
        </Link>
        {status === "stored" &&
          cells.slice(0, MAX_OPENED).map((cell) => (
            <Link key={cell} href={cellHref(labSlug, cell)}>
              <bdi>Open {cell}</bdi>
            </Link>
          ))}
      </p>
      {status === "queued" && <Progress value={(partsDone / Math.max(1, parts)) * 100} aria-label="Parts stored" />}
    </div>
  );
}
