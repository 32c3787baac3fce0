"use client";

import { Button, Checkbox, TextInput } from "@mantine/core";
import { type ReactNode, useRef } from "react";
import { MenuButton } from "../menu/menu-button";
import { csvFile, saveFile } from "../browser/save-file";
import { useShortcut } from "../browser/use-shortcut";
import { shownColumns, type TableColumn, tableCsv } from "./prepare-table";
import classes from "./table.module.css";
import type { TableView } from "./table-view";
import type { ChangeTable } from "./use-table-view";

type TableToolsProps<Row> = {
  /** What it lists, in singular and plural: "cycle", "cycles". */
  words: readonly [one: string, many: string];
  /** All that may be chosen. */
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  all: number;
  problem: string | null;
  view: TableView;
  onView: ChangeTable;
  placeholder?: string;
  /** Of the file with what is shown; null: there is none. */
  file: string | null;
  children?: ReactNode;
};

/** What a table is filtered by, how many rows are left, which columns it has, and the file of what is shown. */
export function TableTools<Row>(props: TableToolsProps<Row>) {
  const { words, columns, rows, all, problem, view, onView, placeholder, file, children } = props;
  const field = useRef<HTMLInputElement>(null);
  // Of several tables on a page the first is meant.
  useShortcut("/", () => field.current?.focus());
  return (
    <div className={classes.tools}>
      <TextInput
        ref={field}
        type="search"
        size="xs"
        className={classes.filter}
        aria-label={`Filter ${words[1]}`}
        placeholder={placeholder}
        title="Words, or comparisons of columns joined by and, or, not"
        value={view.filter}
        onChange={({ currentTarget }) => onView({ filter: currentTarget.value })}
      />
      <p className={classes.count} role="status">
        {problem ?? countText(rows.length, all, words)}
      </p>
      {children}
      <ColumnsMenu columns={columns} chosen={view.columns} onChoose={(keys) => onView({ columns: keys })} />
      {file !== null && (
        <Button
          variant="subtle"
          size="compact-sm"
          disabled={rows.length === 0}
          onClick={() => saveFile(file, csvFile(tableCsv(rows, shownColumns(columns, view.columns))))}
        >
          CSV of what is shown
        </Button>
      )}
    </div>
  );
}

function countText(shown: number, all: number, [one, many]: TableToolsProps<never>["words"]): string {
  const total = `${all.toLocaleString("en")} ${all === 1 ? one : many}`;
  return shown === all ? total : `${shown.toLocaleString("en")} of ${total}`;
}

type ColumnsMenuProps = {
  /** All that may be chosen; the first one stays. */
  columns: readonly Pick<TableColumn<never>, "key" | "head" | "isExtra">[];
  chosen: readonly string[] | null;
  /** Null: the usual ones. */
  onChoose: (keys: readonly string[] | null) => void;
};

/** Which columns a table shows. */
function ColumnsMenu({ columns, chosen, onChoose }: ColumnsMenuProps) {
  const shown = new Set(shownColumns(columns, chosen).map(({ key }) => key));
  const [first, ...choosable] = columns;
  const isUsual = chosen === null;
  const put = (key: string, isShown: boolean) => {
    const keys = choosable.map((column) => column.key).filter((one) => (one === key ? isShown : shown.has(one)));
    onChoose(keys.length === 0 ? [first?.key ?? ""] : keys);
  };
  return (
    <MenuButton label="Columns" summary={isUsual ? "" : `${shown.size} of ${columns.length}`} isSmall isOpen={false}>
      {choosable.map(({ key, head }) => (
        <Checkbox
          key={key}
          size="xs"
          label={head}
          checked={shown.has(key)}
          onChange={({ currentTarget }) => put(key, currentTarget.checked)}
        />
      ))}
      {!isUsual && (
        <Button variant="subtle" size="compact-sm" onClick={() => onChoose(null)}>
          The usual ones
        </Button>
      )}
    </MenuButton>
  );
}
