"use client";

import { Button, Checkbox, FileButton, Textarea } from "@mantine/core";
import { useMemo, useState } from "react";
import { useAskBeforeLeaving } from "@/app/_components/browser/ask-before-leaving";
import { Dialog } from "@/app/_components/dialog";
import type { SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";
import classes from "./paste-dialog.module.css";
import { type PastedTable, parseTable, preparePaste } from "./prepare-paste";
import type { ValueEdit } from "./sheet-edits";

type PasteDialogProps = {
  /** The table; null while the dialog is closed. */
  text: string | null;
  fields: readonly SheetField[];
  cells: readonly SheetCell[];
  onText: (text: string) => void;
  onClose: () => void;
  onSave: (edits: readonly ValueEdit[], options: { createMissing: readonly string[] }) => Promise<boolean>;
};

const MAX_LISTED = 8;
const LEAVING = "The table is not saved yet. Leave it?";

/** Edits and new cells that are saved: those of unknown cells only where these are created. */
function chosenOf(pasted: PastedTable | null, createsMissing: boolean): { kept: ValueEdit[]; created: string[] } {
  if (!pasted) return { kept: [], created: [] };
  if (createsMissing) return { kept: pasted.edits, created: pasted.unknownNames };
  const unknown = new Set(pasted.unknownNames);
  return { kept: pasted.edits.filter(({ cell }) => !unknown.has(cell)), created: [] };
}

/** A pasted or loaded table: shows what it would change before it is saved. */
export function PasteDialog({ text, fields, cells, onText, onClose, onSave }: PasteDialogProps) {
  const [createsMissing, setCreatesMissing] = useState(true);
  const [isSaving, setIsSaving] = useState(false);
  const pasted = useMemo(() => (text ? preparePaste(parseTable(text), fields, cells) : null), [text, fields, cells]);
  const { kept, created } = chosenOf(pasted, createsMissing);
  const canSave = pasted?.problems.length === 0 && kept.length + created.length > 0;
  const hasDraft = text !== null && text.trim() !== "";
  useAskBeforeLeaving(hasDraft ? LEAVING : null);
  const submit = async () => {
    setIsSaving(true);
    const isKept = await onSave(kept, { createMissing: created });
    setIsSaving(false);
    if (isKept) onClose();
  };
  return (
    <Dialog
      isOpen={text !== null}
      onClose={onClose}
      mayClose={() => !hasDraft || window.confirm(LEAVING)}
      title="Paste or load a table"
      place="middle"
    >
      <div className={classes.form}>
        <p className={classes.hint}>
          Copy rows from a spreadsheet, with cell names in the first column. A first row with the names of fields says
          which column is which; an empty value clears.
        </p>
        <Textarea
          label="Table"
          rows={8}
          classNames={{ input: classes.text }}
          value={text ?? ""}
          placeholder={`Cell\t${fields[0]?.name ?? "Nominal capacity"}\nA-01\t…`}
          onChange={({ currentTarget }) => onText(currentTarget.value)}
        />
        <FileButton accept=".csv,.tsv,.txt,text/csv" onChange={(file) => void file?.text().then(onText)}>
          {(props) => (
            <Button {...props} variant="default" size="compact-sm">
              Load a CSV file
            </Button>
          )}
        </FileButton>
        {pasted && <Preview pasted={pasted} changes={kept.length} />}
        {pasted && pasted.unknownNames.length > 0 && (
          <Checkbox
            checked={createsMissing}
            onChange={({ currentTarget }) => setCreatesMissing(currentTarget.checked)}
            label={`Make ${countOf(pasted.unknownNames.length, "cell")} that the lab does not know: ${listed(pasted.unknownNames)}`}
          />
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={!canSave} loading={isSaving} onClick={() => void submit()}>
            Save {countOf(kept.length, "value")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Preview({ pasted, changes }: { pasted: PastedTable; changes: number }) {
  const { rows, problems, unknownColumns } = pasted;
  return (
    <div className={classes.preview} role="status">
      <p>
        {countOf(rows, "row")}, {changes === 0 ? "nothing to change" : `${countOf(changes, "value")} to change`}.
      </p>
      {unknownColumns.length > 0 && <p>Left out, for the lab has no such field: {listed(unknownColumns)}.</p>}
      {problems.length > 0 && (
        <>
          <p className={classes.bad}>{countOf(problems.length, "value")} to correct before this can be saved:</p>
          <ul>
            {problems.slice(0, MAX_LISTED).map(({ cell, column, message }) => (
              <li key={`${cell} ${column}`}>
                {cell}, {column}: {message}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

const countOf = (count: number, thing: string) => `${count} ${count === 1 ? thing : `${thing}s`}`;

function listed(names: readonly string[]): string {
  const more = names.length - MAX_LISTED;
  return names.slice(0, MAX_LISTED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
