"use client";

import { Button } from "@mantine/core";
import { Link } from "@/app/_components/link";
import type { SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";
import classes from "./cells-page.module.css";
import { csvFile, saveFile } from "@/app/_components/browser/save-file";
import { TableTools } from "@/app/_components/table/table-tools";
import type { TableView } from "@/app/_components/table/table-view";
import type { ChangeTable } from "@/app/_components/table/use-table-view";
import { toCsv } from "./_sheet/prepare-paste";
import { toTableColumn } from "./_sheet/prepare-rows";
import { choosableColumns, sheetColumns } from "./_sheet/sheet-columns";
import type { SheetNote } from "./_sheet/use-cell-sheet";

type CellsToolbarProps = {
  labSlug: string;
  /** Those that the filter found. */
  rows: readonly SheetCell[];
  cells: readonly SheetCell[];
  fields: readonly SheetField[];
  mayEdit: boolean;
  canUndo: boolean;
  isSaving: boolean;
  note: SheetNote | null;
  /** What of the filter was not understood. */
  problem: string | null;
  view: TableView;
  onView: ChangeTable;
  onUndo: () => void;
  onPaste: () => void;
};

const WORDS = ["cell", "cells"] as const;

export function CellsToolbar(props: CellsToolbarProps) {
  const { labSlug, rows, cells, fields, mayEdit, note, problem, view, onView } = props;
  const usual = new Set(sheetColumns(fields).map(({ key }) => key));
  const columns = choosableColumns(fields).map((column) => ({
    ...toTableColumn(column),
    isExtra: !usual.has(column.key),
  }));
  return (
    <div>
      <TableTools
        words={WORDS}
        columns={columns}
        rows={rows}
        all={cells.length}
        problem={problem}
        view={view}
        onView={onView}
        placeholder="cathode = NMC811 and stray"
        file={null}
      >
        <Button variant="default" component={Link} href={`/labs/${labSlug}/cells/fields`}>
          Fields
        </Button>
        <Button
          variant="default"
          disabled={cells.length === 0}
          onClick={() => saveFile("cells.csv", csvFile(toCsv(cells, fields)))}
        >
          Save as CSV
        </Button>
        {mayEdit && (
          <>
            <Button variant="default" onClick={props.onPaste}>
              Paste or load a table
            </Button>
            <Button variant="default" disabled={!props.canUndo || props.isSaving} onClick={props.onUndo}>
              Undo
            </Button>
          </>
        )}
      </TableTools>
      <p className={classes.note} data-tone={note?.tone} role="status">
        {props.isSaving ? "Saving…" : note?.text}
      </p>
    </div>
  );
}
