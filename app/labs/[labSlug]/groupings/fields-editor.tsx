"use client";

import { Button, NativeSelect } from "@mantine/core";
import type { SheetField } from "@/server/domain/cells/cell-sheet";
import classes from "./groupings-page.module.css";
import { MoveButtons } from "./move-buttons";
import { moveItem } from "./grouping-draft";

const MAX_FIELDS = 4;

type FieldsEditorProps = {
  by: readonly string[];
  fields: readonly SheetField[];
  onChange: (by: readonly string[]) => void;
};

/** One to four fields, in the order in which their values make a group's name. */
export function FieldsEditor({ by, fields, onChange }: FieldsEditorProps) {
  const names = fields.map(({ name }) => name);
  const unused = names.find((name) => !by.includes(name));
  return (
    <div className={classes.rules}>
      {by.map((field, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a place in the list is what it is
        <div key={index} className={classes.line}>
          <NativeSelect
            className={classes.grow}
            aria-label={`Field ${index + 1}`}
            value={field}
            data={[...(names.includes(field) ? [] : [{ value: field, label: field || "Choose a field" }]), ...names]}
            onChange={({ currentTarget }) => onChange(by.map((one, at) => (at === index ? currentTarget.value : one)))}
          />
          <MoveButtons
            name={field}
            index={index}
            count={by.length}
            onMove={(to) => onChange(moveItem(by, index, to))}
            onRemove={by.length > 1 ? () => onChange(by.filter((_, at) => at !== index)) : null}
          />
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        disabled={by.length >= MAX_FIELDS || unused === undefined}
        onClick={() => onChange([...by, unused ?? ""])}
      >
        Add a field
      </Button>
    </div>
  );
}
