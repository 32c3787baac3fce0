"use client";

import { Button, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "@/app/_components/dialog";
import { offerUndo } from "@/app/_components/undo/undo-offers";
import { failureOf, useTRPCClient } from "@/app/_trpc/trpc";
import type { CycleRange } from "@/server/domain/cells/exclusions";
import type { SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";
import { type GivenTag, NewTag } from "../_panel/cell-tags";
import { MarkForm } from "../_panel/mark-form";
import { rangeText } from "../_panel/prepare-cycle-range";
import { tagText } from "../_panel/prepare-tag-text";
import { ColumnInput } from "../_sheet/column-input";
import { choosableColumns, headOf, parseText } from "../_sheet/sheet-columns";
import type { ValueEdit } from "../_sheet/sheet-edits";
import classes from "./chosen-bar.module.css";
import { type ChosenAction, forEachCell } from "./prepare-chosen-cells";

type ChosenDialogProps = {
  labSlug: string;
  action: ChosenAction;
  cells: readonly SheetCell[];
  fields: readonly SheetField[];
  onSave: (edits: readonly ValueEdit[]) => Promise<boolean>;
  onClose: () => void;
};

const TITLES = { exclude: "Exclude", tag: "Tag cycles of", set: "Set a value of" } as const;

const countText = (count: number) => (count === 1 ? "1 cell" : `${count.toLocaleString("en")} cells`);

/** One action on all chosen cells, by the verbs that each of them has alone. */
export function ChosenDialog(props: ChosenDialogProps) {
  const { action, cells, onClose } = props;
  return (
    <Dialog isOpen title={`${TITLES[action]} ${countText(cells.length)}`} place="middle" onClose={onClose}>
      <div className={classes.form}>
        {action === "exclude" && <ExcludeThem {...props} />}
        {action === "tag" && <TagThem {...props} />}
        {action === "set" && <SetThem {...props} />}
      </div>
    </Dialog>
  );
}

type Made = { cell: string; id: string };
type Verbs = {
  add: (cell: string) => Promise<{ id: string }>;
  remove: (made: Made) => Promise<unknown>;
  /** "excluded from statistics" */
  said: string;
};

/** Adds a mark to each cell, which all that have it may lose again together. Throws where none has it. */
async function markEach(cells: readonly SheetCell[], { add, remove, said }: Verbs): Promise<void> {
  const made: Made[] = [];
  const { done, refused } = await forEachCell(
    cells,
    async (cell) => {
      const { id } = await add(cell);
      made.push({ cell, id });
    },
    (error) => failureOf(error).kind !== "other",
  );
  const [first] = refused;
  if (done.length === 0) throw first?.error;
  const not =
    first && ` Not ${countText(cells.length - done.length)}, as ${first.cell}: ${failureOf(first.error).message}`;
  offerUndo({
    text: `${countText(done.length)}: ${said}.${not ?? ""}`,
    undo: async () => {
      for (const one of made) await remove(one);
    },
    undone: `${countText(done.length)} as before.`,
  });
}

function ExcludeThem({ labSlug, cells, onClose }: ChosenDialogProps) {
  const client = useTRPCClient();
  const exclude = async (cycles: CycleRange | null, reason: string) => {
    await markEach(cells, {
      add: (cell) => client.exclusions.add.mutate({ labSlug, given: { cell, cycles, reason } }),
      remove: ({ id }) => client.exclusions.remove.mutate({ labSlug, given: { id } }),
      said: `${rangeText(cycles)} excluded from statistics`,
    });
    return "";
  };
  return (
    <>
      <p className={classes.hint}>
        Means, reference cycles and strays skip what is excluded. No number of the cells themselves changes, and they
        can be included again.
      </p>
      <MarkForm
        labels={{ from: "From cycle", to: "To cycle, included", reason: "Why" }}
        placeholders={{ from: "all", to: "all", reason: "Chamber failure, wrong protocol …" }}
        isReady={() => true}
        action={(cycles) => (cycles === null ? "Exclude cells" : "Exclude cycles")}
        add={exclude}
        onDone={onClose}
      />
    </>
  );
}

function TagThem({ labSlug, cells, onClose }: ChosenDialogProps) {
  const client = useTRPCClient();
  const add = async (given: GivenTag) => {
    await markEach(cells, {
      add: (cell) => client.tags.add.mutate({ labSlug, given: { cell, ...given } }),
      remove: (made) => client.tags.remove.mutate({ labSlug, given: made }),
      said: `${rangeText(given.cycles)} ${tagText(given.tag)}`,
    });
    return "";
  };
  return <NewTag add={add} onDone={onClose} />;
}

/** Where a value goes: any setting or field that a cell may be given. */
function SetThem({ cells, fields, onSave, onClose }: ChosenDialogProps) {
  const columns = choosableColumns(fields).filter(({ isEditable }) => isEditable);
  const [key, setKey] = useState(columns[0]?.key ?? "");
  const [text, setText] = useState("");
  const [state, setState] = useState<"typing" | "saving" | "failed">("typing");
  const column = columns.find((one) => one.key === key);
  if (!column) return null;
  const parsed = parseText(column, text);
  const save = async (value: ValueEdit["value"]) => {
    setState("saving");
    if (await onSave(cells.map(({ name }) => ({ cell: name, column, value })))) onClose();
    else setState("failed");
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if ("value" in parsed && parsed.value !== null) void save(parsed.value);
      }}
    >
      <NativeSelect
        label="Column"
        value={key}
        data={columns.map((one) => ({ value: one.key, label: headOf(one) }))}
        onChange={({ currentTarget }) => {
          setKey(currentTarget.value);
          setText("");
        }}
      />
      <ColumnInput
        column={column}
        text={text}
        problem={"problem" in parsed ? parsed.problem : null}
        isDisabled={false}
        onText={setText}
      />
      <p className={classes.hint}>The sheet's Undo restores what each cell had.</p>
      <p role="alert">{state === "failed" && "Nothing was saved. Above the sheet stands why."}</p>
      <div className={classes.buttons}>
        <Button variant="default" disabled={state === "saving"} onClick={() => void save(null)}>
          Clear {column.title}
        </Button>
        <Button type="submit" loading={state === "saving"} disabled={"problem" in parsed || parsed.value === null}>
          Set {column.title} of {countText(cells.length)}
        </Button>
      </div>
    </form>
  );
}
