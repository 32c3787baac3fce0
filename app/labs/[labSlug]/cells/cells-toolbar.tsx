"use client";

import { Button, TextInput } from "@mantine/core";
import { Link } from "@/app/_components/link";
import type { SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";
import classes from "./cells-page.module.css";
import { ColumnsMenu } from "./_sheet/columns-menu";
import { csvFile, saveFile } from "@/app/_components/browser/save-file";
import { toCsv } from "./_sheet/prepare-paste";
import type { SheetColumn } from "./_sheet/sheet-columns";
import type { SheetNote } from "./_sheet/use-cell-sheet";

type CellsToolbarProps = {
  labSlug: string;
  filter: string;
  shown: number;
  cells: readonly SheetCell[];
  fields: readonly SheetField[];
  mayEdit: boolean;
  canUndo: boolean;
  isSaving: boolean;
  note: SheetNote | null;
  /** What of the filter was not understood. */
  problem: string | null;
  /** Those that are shown. */
  columns: readonly SheetColumn[];
  onColumns: (keys: readonly string[] | null) => void;
  onFilter: (filter: string) => void;
  onUndo: () => void;
  onPaste: () => void;
};

export function CellsToolbar(props: CellsToolbarProps) {
  const { labSlug, filter, shown, cells, fields, mayEdit, note } = props;
  return (
    <div>
      <div className={classes.bar}>
        <TextInput
          className={classes.filter}
          aria-label="Filter cells"
          placeholder="cathode = NMC811 and stray"
          title="Words, or comparisons of columns joined by and, or, not"
          type="search"
          value={filter}
          onChange={({ currentTarget }) => props.onFilter(currentTarget.value)}
        />
        <span className={classes.count}>
          {filter.trim() === "" ? "" : `${shown} of `}
          {cells.length} {cells.length === 1 ? "cell" : "cells"}
        </span>
        <div className={classes.actions}>
          <ColumnsMenu fields={fields} columns={props.columns} onColumns={props.onColumns} />
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
        </div>
      </div>
      <p className={classes.note} data-tone={note?.tone} role="status">
        {props.isSaving ? "Saving…" : (props.problem ?? note?.text)}
      </p>
    </div>
  );
}
