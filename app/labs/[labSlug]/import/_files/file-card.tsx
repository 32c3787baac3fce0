"use client";

import { CloseButton } from "@mantine/core";
import type { ReactNode } from "react";
import { StatusDot, type StatusTone } from "@/app/_components/status-dot";
import type { Assignment } from "../_assignment/assign-file";
import { FileFields } from "./file-fields";
import { FilePreview } from "./file-preview";
import { FileProblems } from "./file-problems";
import { FileProgress } from "./file-progress";
import classes from "./file-card.module.css";
import { type FileSettings, type ImportFile, isUnderWay } from "../_sending/import-files";
import { MappingEditor } from "../_mapping/mapping-editor";
import { hasSevere } from "./prepare-file";
import { sizeOf } from "./prepare-words";

type FileCardProps = {
  labSlug: string;
  file: ImportFile;
  assignment: Assignment;
  /** What keeps it from being sent, or null. */
  missing: string | null;
  cells: readonly string[];
  timeZone: string;
  onSet: (id: number, settings: Partial<FileSettings>) => void;
  onSend: (id: number) => void;
  onRemove: (id: number) => void;
};

/** One file: its content, its cell and test, and its progress. */
export function FileCard(props: FileCardProps) {
  const { labSlug, file, missing } = props;
  const { id, file: given, upload } = file;
  const set = (settings: Partial<FileSettings>) => props.onSet(id, settings);
  const isOpen = upload.state === "none" || upload.state === "refused";
  const fields = isOpen ? <FileFields {...props} onSet={set} /> : null;
  return (
    <li className={classes.card} data-file={given.name} aria-busy={file.isReading}>
      <header className={classes.head}>
        <h3 className={classes.name}>
          <bdi>{given.name}</bdi>
        </h3>
        <span className={classes.dim}>{sizeOf(given.size)}</span>
        {isOpen && (
          <span className={classes.state}>
            <StatusDot tone={toneOf(file, missing)} />
            {missing ?? "Ready"}
          </span>
        )}
        {!isUnderWay(file) && <CloseButton aria-label={`Remove ${given.name}`} onClick={() => props.onRemove(id)} />}
      </header>
      <WhatItHolds file={file} fields={fields} onSet={set} />
      {isOpen && file.table && <MappingEditor labSlug={labSlug} file={file} table={file.table} onSet={set} />}
      <FileProgress labSlug={labSlug} file={file} onSend={() => props.onSend(id)} />
    </li>
  );
}

type WhatItHoldsProps = { file: ImportFile; fields: ReactNode; onSet: (settings: Partial<FileSettings>) => void };

/** What was read of the file, with the fields that say where it goes; or why it cannot be read. */
function WhatItHolds({ file, fields, onSet }: WhatItHoldsProps) {
  const { preview } = file;
  if (preview === null) return <CardSkeleton />;
  if (preview.kind === "unreadable") return <FileProblems file={file} onSet={onSet} />;
  if (preview.kind === "readable") {
    return (
      <FilePreview preview={preview} fileSize={file.file.size}>
        {fields}
      </FilePreview>
    );
  }
  return (
    <>
      <p className={classes.dim}>{preview.why}</p>
      {fields}
    </>
  );
}

function toneOf({ preview, isReading }: ImportFile, missing: string | null): StatusTone {
  if (missing === null) return hasSevere(preview) ? "warning" : "good";
  if (isReading) return "quiet";
  return preview?.kind === "unreadable" ? "bad" : "warning";
}

function CardSkeleton() {
  return (
    <div className={classes.skeleton} role="status" aria-label="Reading the file">
      <div />
      <div />
    </div>
  );
}
