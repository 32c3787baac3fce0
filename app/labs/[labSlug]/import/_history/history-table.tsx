"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { useTick } from "@/app/_components/browser/use-tick";
import { ActionTable } from "../../settings/action-table";
import { Moment } from "../../settings/moment";
import settings from "../../settings/settings.module.css";
import classes from "./history.module.css";
import { ImportState } from "./import-state";
import { isOpenStatus } from "./import-statuses";
import { cellsOf, nameOfImport } from "./import-words";
import type { ListedImport } from "./listed-import";
import { UndoImport } from "./undo-import";

type HistoryTableProps = {
  labSlug: string;
  imports: readonly ListedImport[];
  opened: string | null;
  mayUndo: boolean;
  timeZone: string;
  onOpen: (importId: string | null) => void;
};

const count = new Intl.NumberFormat("en");
/** The ages shown are updated this often; the list itself only when the lab changes. */
const AGES_EVERY_MS = 10_000;
const COLUMNS = ["File", "State", "When", "Who", "Cells", "Format"];
const NUMBERS = ["Samples", "Cycles", "Warnings"];

export function HistoryTable({ labSlug, imports, opened, mayUndo, timeZone, onOpen }: HistoryTableProps) {
  const [doomed, setDoomed] = useState<ListedImport | null>(null);
  useTick(AGES_EVERY_MS);
  return (
    <>
      <ActionTable columns={COLUMNS} numbers={NUMBERS}>
        {imports.map((one) => (
          <HistoryRow
            key={one.id}
            one={one}
            isOpened={one.id === opened}
            timeZone={timeZone}
            onOpen={onOpen}
            onUndo={mayUndo ? () => setDoomed(one) : null}
          />
        ))}
      </ActionTable>
      <UndoImport key={doomed?.id} labSlug={labSlug} doomed={doomed} onClose={() => setDoomed(null)} />
    </>
  );
}

type HistoryRowProps = {
  one: ListedImport;
  isOpened: boolean;
  timeZone: string;
  onOpen: (importId: string | null) => void;
  /** null: the user may not. */
  onUndo: (() => void) | null;
};

/** A failed import may have stored a part of its samples. */
function isUndoable({ status, samples }: ListedImport): boolean {
  return status === "stored" || status === "queued" || (status === "failed" && samples > 0);
}

function HistoryRow({ one, isOpened, timeZone, onOpen, onUndo }: HistoryRowProps) {
  const { id, status, fileName, actorName, formatName, samples, cycles, warningCount } = one;
  const name = nameOfImport(one);
  return (
    <tr data-import={fileName ?? id} data-status={status}>
      <td className={classes.files}>
        <button type="button" aria-expanded={isOpened} onClick={() => onOpen(isOpened ? null : id)}>
          <bdi>{name}</bdi>
        </button>
      </td>
      <td data-label="State" aria-live={isOpenStatus(status) ? "polite" : "off"}>
        <ImportState status={status} parts={one.parts} partsDone={one.partsDone} />
      </td>
      <td data-label="When">
        <Moment atMs={one.startedAtMs} timeZone={timeZone} />
      </td>
      <td data-label="Who" className={`${classes.who} ${classes.wide}`}>
        <bdi>{actorName}</bdi>
      </td>
      <td data-label="Cells" className={classes.cells}>
        <bdi>{cellsOf(one)}</bdi>
      </td>
      <td data-label="Format" className={`${classes.format} ${classes.wide}`}>
        {formatName ?? "–"}
      </td>
      <td data-label="Samples" className={settings.number}>
        {count.format(samples)}
      </td>
      <td data-label="Cycles" className={settings.number}>
        {cycles === null ? "–" : count.format(cycles)}
      </td>
      <td data-label="Warnings" className={`${settings.number} ${warningCount === 0 ? classes.wide : ""}`}>
        {warningCount === 0 ? "–" : count.format(warningCount)}
      </td>
      <td>
        {onUndo && isUndoable(one) && (
          <div className={settings.actions}>
            <Button variant="default" size="xs" aria-label={`Undo the import of ${name}`} onClick={onUndo}>
              Undo
            </Button>
          </div>
        )}
      </td>
    </tr>
  );
}
