"use client";

import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { Link } from "@/app/_components/link";
import { useMemo, useState } from "react";
import type { TableView } from "@/app/_components/table/table-view";
import { useTableView } from "@/app/_components/table/use-table-view";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import type { CellSheet, SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";
import { may, type Role } from "@/server/domain/labs/permissions";
import { CellCards } from "./cell-cards";
import { CellPanel } from "./_panel/cell-panel";
import classes from "./cells-page.module.css";
import { CellsToolbar } from "./cells-toolbar";
import { ChosenBar } from "./_chosen/chosen-bar";
import { useChosenCells } from "./_chosen/use-chosen-cells";
import { PasteDialog } from "./_sheet/paste-dialog";
import { useListedStrays } from "../_frame/use-listed-strays";
import { asksForStrays, prepareRows } from "./_sheet/prepare-rows";
import { choosableColumns, sheetColumns } from "./_sheet/sheet-columns";
import { SheetGrid } from "./_sheet/sheet-grid";
import { BY_NAME } from "./_sheet/sheet-head";
import { useCellSheet } from "./_sheet/use-cell-sheet";
import type { SheetGridProps } from "./_sheet/use-sheet-keys";

type CellsPageProps = { labSlug: string; role: Role; timeZone: string };

const NO_FIELDS: SheetField[] = [];
const NO_CELLS: SheetCell[] = [];

/** Every cell of the lab with what is known of it, as a sheet; on a phone as cards. */
export function CellsPage({ labSlug, role, timeZone }: CellsPageProps) {
  const sheet = useCellSheet(labSlug);
  const { query, save, undo, note, setNote } = sheet;
  const [view, setView] = useTableView(null, BY_NAME);
  const { filter, order, columns: keys } = view;
  const [opened, setOpened] = useState<string | null>(null);
  const [pasted, setPasted] = useState<string | null>(null);
  const isPhone = useMediaQuery("(width < 37.5em)", false, { getInitialValueInEffect: true });
  const fields = query.data?.fields ?? NO_FIELDS;
  const cells = query.data?.cells ?? NO_CELLS;
  const columns = useMemo(() => sheetColumns(fields, keys), [fields, keys]);
  const { rows, problem } = useRows(labSlug, { cells, fields, filter, order });
  const chosen = useChosenCells(cells, rows);
  const mayEdit = may(role, "editCells");
  const openedCell = cells.find(({ name }) => name === opened) ?? null;
  const open = (cell: SheetCell) => setOpened(cell.name);
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>Cells</h1>
      <CellsToolbar
        labSlug={labSlug}
        rows={rows}
        cells={cells}
        fields={fields}
        mayEdit={mayEdit}
        canUndo={sheet.canUndo}
        isSaving={sheet.isSaving}
        note={note}
        problem={problem}
        view={view}
        onView={setView}
        onUndo={() => void undo()}
        onPaste={() => setPasted("")}
      />
      <ChosenBar
        isPhone={isPhone}
        labSlug={labSlug}
        role={role}
        chosen={chosen}
        listed={rows}
        fields={fields}
        onSave={save}
      />
      <More shown={cells.length} more={query.data?.more ?? 0} />
      {!query.data && <AnswerState query={query} skeleton={<TableSkeleton rows={12} />} />}
      {query.data?.cells.length === 0 && <NoCells labSlug={labSlug} mayEdit={mayEdit} />}
      <NoHits filter={filter} isNone={cells.length > 0 && rows.length === 0} onClear={() => setView({ filter: "" })} />
      {rows.length > 0 && (
        <Cells
          isPhone={isPhone}
          labSlug={labSlug}
          rows={rows}
          columns={columns}
          view={view}
          timeZone={timeZone}
          mayEdit={mayEdit}
          onView={setView}
          onEdit={(edits) => void save(edits)}
          onProblem={(text) => setNote({ tone: "bad", text })}
          onUndo={() => void undo()}
          onOpen={open}
          chosen={chosen.ids}
          onToggle={chosen.toggle}
          onChoose={chosen.chooseTo}
          onPasteTable={setPasted}
        />
      )}
      <CellPanel
        withPageLink
        key={opened ?? ""}
        labSlug={labSlug}
        role={role}
        cell={openedCell}
        cells={cells}
        fields={fields}
        timeZone={timeZone}
        onClose={() => setOpened(null)}
        onNote={setNote}
      />
      <PasteDialog
        text={pasted}
        fields={fields}
        cells={cells}
        onText={setPasted}
        onClose={() => setPasted(null)}
        onSave={save}
      />
    </div>
  );
}

/** The cells that the filter finds, in order; it may ask for columns that are not shown, and for strays. */
function useRows(
  labSlug: string,
  { cells, fields, filter, order }: Pick<TableView, "filter" | "order"> & Pick<CellSheet, "cells" | "fields">,
) {
  const { strays: listed } = useListedStrays(labSlug, asksForStrays(filter));
  const strays = useMemo(() => new Set((listed ?? []).map(({ cell }) => cell)), [listed]);
  const columns = useMemo(() => choosableColumns(fields), [fields]);
  return useMemo(() => prepareRows(cells, columns, { filter, order, strays }), [cells, columns, filter, order, strays]);
}

function Cells({ isPhone, ...props }: SheetGridProps & { isPhone: boolean }) {
  return isPhone ? <CellCards {...props} /> : <SheetGrid {...props} />;
}

function More({ shown, more }: { shown: number; more: number }) {
  if (more === 0) return null;
  return (
    <p role="status">
      The sheet shows the first {shown.toLocaleString("en")} cells by name; the lab has {more.toLocaleString("en")}{" "}
      more. The REST API lists all of them.
    </p>
  );
}

function NoHits({ filter, isNone, onClear }: { filter: string; isNone: boolean; onClear: () => void }) {
  if (!isNone) return null;
  return (
    <section className={classes.empty}>
      <h2>No cell is like “{filter.trim()}”</h2>
      <p>
        Plain words are looked for in the name, the state and every value; <code>stray</code> finds cells that lie apart
        from their group. A column is compared by <code>=</code>, <code>!=</code>, <code>&lt;</code>, <code>&gt;</code>{" "}
        or <code>~</code> (contains); <code>and</code>, <code>or</code> and <code>not</code> join conditions:{" "}
        <code>cathode = NMC811 and nominal capacity &gt;= 3 and not stray</code>
      </p>
      <Button variant="default" onClick={onClear}>
        Clear the filter
      </Button>
    </section>
  );
}

function NoCells({ labSlug, mayEdit }: { labSlug: string; mayEdit: boolean }) {
  return (
    <section className={classes.empty}>
      <h2>No cells yet</h2>
      <p>
        A cell appears here with its first sample.{" "}
        {mayEdit && (
          <>
            <Link href={`/labs/${labSlug}/import`}>Import a cycler's file</Link>, or paste a table of names and what is
            known of them.
          </>
        )}
      </p>
    </section>
  );
}
