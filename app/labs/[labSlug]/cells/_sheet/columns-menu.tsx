"use client";

import { Button, Checkbox } from "@mantine/core";
import type { SheetField } from "@/server/domain/cells/cell-sheet";
import { MenuButton } from "../../groups/_controls/menu-button";
import { choosableColumns, headOf, type SheetColumn, sheetColumns } from "./sheet-columns";

type ColumnsMenuProps = {
  fields: readonly SheetField[];
  /** Those that are shown. */
  columns: readonly SheetColumn[];
  /** Null: the usual ones. */
  onColumns: (keys: readonly string[] | null) => void;
};

/** Which columns the sheet shows. */
export function ColumnsMenu({ fields, columns, onColumns }: ColumnsMenuProps) {
  const shown = new Set(columns.map(({ key }) => key));
  const [, ...choosable] = choosableColumns(fields);
  const usual = sheetColumns(fields).map(({ key }) => key);
  const isUsual = usual.length === shown.size && usual.every((key) => shown.has(key));
  const put = (key: string, isShown: boolean) => {
    const keys = choosable.map((column) => column.key).filter((one) => (one === key ? isShown : shown.has(one)));
    onColumns(keys.length === 0 ? ["name"] : keys);
  };
  return (
    <MenuButton label="Columns" summary={isUsual ? "" : `${shown.size} of ${choosable.length + 1}`} isOpen={false}>
      {choosable.map((column) => (
        <Checkbox
          key={column.key}
          size="xs"
          label={headOf(column)}
          checked={shown.has(column.key)}
          onChange={({ currentTarget }) => put(column.key, currentTarget.checked)}
        />
      ))}
      {!isUsual && (
        <Button variant="subtle" size="compact-sm" onClick={() => onColumns(null)}>
          The usual ones
        </Button>
      )}
    </MenuButton>
  );
}
