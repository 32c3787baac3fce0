"use client";

import { NativeSelect } from "@mantine/core";
import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import { nameOfTest } from "./test-fields";

/** A test of the cell; its value is "=" and the name, and "" means all. */
export function TestChoice({
  cell,
  value,
  onChange,
  withAll,
}: {
  cell: SheetCell;
  value: string;
  onChange: (name: string) => void;
  withAll: boolean;
}) {
  const tests = cell.tests.map(({ name }) => ({ value: `=${name}`, label: nameOfTest(name) }));
  return (
    <NativeSelect
      label="Test"
      value={value}
      data={withAll ? [{ value: "", label: "all tests" }, ...tests] : tests}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
