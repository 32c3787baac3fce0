"use client";

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import dynamic from "next/dynamic";
import { formatMoment } from "@/app/_charts/frame/prepare-numbers";
import { Dialog } from "@/app/_components/dialog";
import type { CellHead } from "@/server/domain/cells/cell-page";
import { may, type Role } from "@/server/domain/labs/permissions";
import type { CellPageState } from "../cell-page-state";
import { PageSection } from "../page-section";
import classes from "./notes.module.css";
import { type Note, whatText, whomText } from "./prepare-notes";
import type { Notes } from "./use-notes";

// Its fields are a script of their own, for whoever opens it.
const NoteForm = dynamic(() => import("./note-form").then((loaded) => loaded.NoteForm), { ssr: false });

type NotesSectionProps = { notes: Notes; head: CellHead; role: Role; timeZone: string; state: CellPageState };

/** What people noted of the cell, its chamber or the lab, by the numbers that the charts have it under. */
export function NotesSection({ notes, head, role, timeZone, state }: NotesSectionProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const mayNote = may(role, "exclude");
  if (!mayNote && notes.notes.length === 0) return null;
  return (
    <PageSection
      title="Notes"
      aside={notes.notes.length === 0 ? "None. A note of a chamber is seen on each of its cells." : undefined}
      controls={
        mayNote && (
          <Button variant="default" size="compact-sm" onClick={open}>
            Add a note
          </Button>
        )
      }
    >
      <p role="alert" className={classes.failure}>
        {notes.failure}
      </p>
      {notes.notes.length > 0 && (
        <ol className={classes.notes}>
          {notes.notes.map((note) => (
            <li key={note.id}>
              <NoteText note={note} timeZone={timeZone} />
              {mayNote && (
                <Button
                  variant="subtle"
                  color="gray"
                  size="compact-xs"
                  aria-label={`Remove the note “${note.text}”`}
                  onClick={() => void notes.remove(note)}
                >
                  Remove
                </Button>
              )}
            </li>
          ))}
        </ol>
      )}
      <Dialog isOpen={isOpen} title="Add a note" place="middle" onClose={close}>
        <NoteForm
          head={head}
          timeZone={timeZone}
          state={state}
          onAdd={async (note) => {
            const refusal = await notes.add(note);
            if (refusal === null) close();
            return refusal;
          }}
        />
      </Dialog>
    </PageSection>
  );
}

function NoteText({ note, timeZone }: { note: Note; timeZone: string }) {
  const momentText = (atMs: number) => formatMoment(atMs, timeZone).replace(/ \(.*/, "");
  const what = whatText(note, momentText);
  return (
    <span className={classes.note}>
      <strong>
        {whomText(note)}
        {what && `, ${what}`}
      </strong>
      : {note.text}{" "}
      <span className={classes.detail}>
        {note.by}, {formatMoment(Date.parse(note.at), timeZone)}
      </span>
    </span>
  );
}
