import { Button } from "@mantine/core";
import type { DrawnColumn } from "@/app/_components/table/data-table";
import { Moment } from "../../settings/moment";
import classes from "./history.module.css";
import { ImportState } from "./import-state";
import { isOpenStatus, wordOf } from "./import-statuses";
import { cellsOf, nameOfImport } from "./import-words";
import type { ListedImport } from "./listed-import";

type Column = DrawnColumn<ListedImport>;

type HistoryOptions = {
  opened: string | null;
  timeZone: string;
  onOpen: (importId: string | null) => void;
  /** null: the user may not. */
  onUndo: ((one: ListedImport) => void) | null;
};

const count = new Intl.NumberFormat("en");
const countOr = (value: number | null) => (value === null ? "" : count.format(value));

/** A failed import may have stored a part of its samples. */
function isUndoable({ status, samples }: ListedImport): boolean {
  return status === "stored" || status === "queued" || (status === "failed" && samples > 0);
}

const text = (key: string, head: string, textOf: (one: ListedImport) => string): Column => ({
  ...{ key, head, isNumber: false, textOf },
  valueIn: (one) => textOf(one) || null,
});

const number = (key: "samples" | "cycles" | "warningCount", head: string, label?: string): Column => ({
  ...{ key, head, label, isNumber: true },
  valueIn: (one) => one[key],
  textOf: (one) => (key === "warningCount" && one[key] === 0 ? "" : countOr(one[key])),
});

/** Each import with its report behind its name, and what became of it. */
export function historyColumns({ opened, timeZone, onOpen, onUndo }: HistoryOptions): Column[] {
  return [
    {
      ...text("file", "File", nameOfImport),
      draw: (one) => (
        <button
          type="button"
          className={classes.file}
          aria-expanded={one.id === opened}
          title={nameOfImport(one)}
          onClick={() => onOpen(one.id === opened ? null : one.id)}
        >
          <bdi>{nameOfImport(one)}</bdi>
        </button>
      ),
    },
    {
      ...text("state", "State", ({ status }) => wordOf(status)),
      onCard: "aside",
      draw: ({ status, parts, partsDone }) => (
        <span aria-live={isOpenStatus(status) ? "polite" : "off"}>
          <ImportState status={status} parts={parts} partsDone={partsDone} />
        </span>
      ),
    },
    {
      ...{ key: "when", head: "When", label: "when", isNumber: false },
      valueIn: ({ startedAtMs }) => startedAtMs,
      filterOf: ({ startedAtMs }) => new Date(startedAtMs).toISOString(),
      textOf: ({ startedAtMs }) => new Date(startedAtMs).toISOString(),
      draw: ({ startedAtMs }) => <Moment atMs={startedAtMs} timeZone={timeZone} />,
    },
    text("who", "Who", ({ actorName }) => actorName),
    { ...text("cells", "Cells", cellsOf), draw: (one) => <bdi title={cellsOf(one)}>{cellsOf(one)}</bdi> },
    { ...text("format", "Format", ({ formatName }) => formatName ?? ""), isExtra: true }, // the report has it
    number("samples", "Samples", "samples"),
    number("cycles", "Cycles"),
    number("warningCount", "Warnings", "warnings"),
    ...(onUndo ? [undoColumn(onUndo)] : []),
  ];
}

const undoColumn = (onUndo: (one: ListedImport) => void): Column => ({
  ...{ key: "undo", head: "Actions", isNumber: false },
  onCard: "across",
  textOf: () => " ", // none that is missing
  draw: (one) =>
    isUndoable(one) && (
      <Button
        variant="default"
        size="compact-sm"
        aria-label={`Undo the import of ${nameOfImport(one)}`}
        onClick={() => onUndo(one)}
      >
        Undo
      </Button>
    ),
});
