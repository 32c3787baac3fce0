"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Button } from "@mantine/core";
import { useState } from "react";
import { mayLeave, useAskBeforeLeaving } from "@/app/_components/browser/ask-before-leaving";
import { CellLink } from "@/app/_components/cell-link";
import { Dialog } from "@/app/_components/dialog";
import { offerUndo } from "@/app/_components/undo/undo-offers";
import { failureOf, useTRPC, useTRPCClient } from "@/app/_trpc/trpc";
import type { SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";
import { may, type Role } from "@/server/domain/labs/permissions";
import { CellActions } from "./cell-actions";
import classes from "./cell-panel.module.css";
import { ColumnInput } from "../_sheet/column-input";
import { parseText, type SheetColumn, tableColumns, textOf } from "../_sheet/sheet-columns";
import { inverseOf, toCellEdits, type ValueEdit } from "../_sheet/sheet-edits";
import { type TestChanges, type TestDraft, TestFields, testChanges, testDrafts, testsBack } from "./test-fields";
import type { SheetNote } from "../_sheet/use-cell-sheet";

type CellPanelProps = {
  labSlug: string;
  /** Whether it leads to the cell's own page. */
  withPageLink?: boolean;
  /** Whether its first field has the focus when it opens, for whoever came by keyboard. */
  focusesFirst?: boolean;
  role: Role;
  /** null: closed. */
  cell: SheetCell | null;
  cells: readonly SheetCell[];
  fields: readonly SheetField[];
  /** Of the lab. */
  timeZone: string;
  onClose: () => void;
  onNote: (note: SheetNote) => void;
};

/** The settings of one cell, and the actions on it. */
export function CellPanel(props: CellPanelProps) {
  const { cell, onClose } = props;
  return (
    <Dialog isOpen={cell !== null} onClose={onClose} title={cell?.name ?? "Cell"} place="middle" mayClose={mayLeave}>
      {cell && <CellForm {...props} cell={cell} />}
    </Dialog>
  );
}

const LEAVING = "What was changed of this cell is not saved. Leave without it?";

function CellForm(props: CellPanelProps & { cell: SheetCell }) {
  const { labSlug, role, cell, cells, fields, timeZone, onClose, onNote } = props;
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const columns = tableColumns(fields).filter(({ isEditable }) => isEditable);
  const [texts, setTexts] = useState(() => new Map(columns.map((column) => [column.key, textOf(cell, column)])));
  const [tests, setTests] = useState<readonly TestDraft[]>(() => testDrafts(cell));
  const [failure, setFailure] = useState<string | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const mayEdit = may(role, "editCells");
  const { edits, problems } = changesOf(cell, columns, texts);
  const testPart = testChanges(cell, tests);
  const [testsBefore] = useState(tests);
  useAskBeforeLeaving(edits.length + problems.size > 0 || tests !== testsBefore ? LEAVING : null);
  const hasProblem = problems.size > 0 || testPart === null;

  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.cells.sheet.queryKey({ labSlug }) });
  const put = async (edited: readonly ValueEdit[], ofTests: TestChanges) => {
    const { cell: _name, ...changes } = toCellEdits(edited)[0] ?? { cell: cell.name };
    await client.cells.put.mutate({ labSlug, given: { name: cell.name, changes: { ...changes, tests: ofTests } } });
    void refresh();
  };
  const finish = (text: string) => {
    void refresh();
    onNote({ tone: "good", text });
    onClose();
  };
  const save = async () => {
    if (testPart === null) return;
    setIsSaving(true);
    setFailure(null);
    try {
      await put(edits, testPart);
      const before = inverseOf(edits, new Map([[cell.name, cell]]));
      offerUndo({
        text: `${cell.name} saved.`,
        undo: () => put(before, testsBack(cell, testPart)),
        undone: `${cell.name} is as it was before.`,
      });
      finish("");
    } catch (error) {
      setFailure(failureOf(error).message);
    } finally {
      setIsSaving(false);
    }
  };
  return (
    <>
      {props.withPageLink && (
        <p>
          <CellLink labSlug={labSlug} cell={cell.name}>
            Cycles, curves and samples of {cell.name}
          </CellLink>
        </p>
      )}
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!hasProblem) void save();
        }}
      >
        {cell.warnings.length > 0 && (
          <ul className={classes.warnings}>
            {cell.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        )}
        <div className={classes.fields} ref={props.focusesFirst ? focusFirst : undefined}>
          {columns.map((column) => (
            <ColumnInput
              key={column.key}
              column={column}
              text={texts.get(column.key) ?? ""}
              problem={problems.get(column.key) ?? null}
              isDisabled={!mayEdit}
              onText={(text) => setTexts((before) => new Map(before).set(column.key, text))}
            />
          ))}
        </div>
        <TestFields tests={tests} isDisabled={!mayEdit} onChange={setTests} />
        <p role="alert" className={classes.failure}>
          {failure}
        </p>
        {mayEdit && (
          <div className={classes.buttons}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isSaving} disabled={hasProblem}>
              Save
            </Button>
          </div>
        )}
      </form>
      <CellActions labSlug={labSlug} role={role} cell={cell} cells={cells} timeZone={timeZone} onDone={finish} />
    </>
  );
}

/** Where typing is by touch, the keyboard that a focus opens would hide the form. */
const HAS_KEYBOARD = "(hover: hover) and (pointer: fine)";

function focusFirst(fields: HTMLElement | null): void {
  if (!window.matchMedia(HAS_KEYBOARD).matches) return;
  // A dialog that opens gives the focus to what asks for it, else to its first button.
  fields?.querySelector("input:enabled, select:enabled")?.setAttribute("autofocus", "");
}

/** What the form changes, and by column what cannot be. */
function changesOf(cell: SheetCell, columns: readonly SheetColumn[], texts: ReadonlyMap<string, string>) {
  const problems = new Map<string, string>();
  const edits: ValueEdit[] = [];
  for (const column of columns) {
    const text = texts.get(column.key) ?? "";
    if (text === textOf(cell, column)) continue;
    const parsed = parseText(column, text);
    if ("value" in parsed) edits.push({ cell: cell.name, column, value: parsed.value });
    else problems.set(column.key, parsed.problem);
  }
  return { edits, problems };
}
