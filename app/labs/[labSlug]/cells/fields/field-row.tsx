"use client";

import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { failureOf, useTRPCClient } from "@/app/_trpc/trpc";
import { MoveButtons } from "../../groupings/move-buttons";
import { FieldForm, type FieldWithUse } from "./field-form";
import classes from "./fields-page.module.css";

type FieldRowProps = {
  labSlug: string;
  field: FieldWithUse;
  index: number;
  count: number;
  mayEdit: boolean;
  onMove: (to: number) => void;
  onChanged: () => Promise<unknown>;
};

const TYPE_WORDS = { text: "text", number: "number", choice: "one of a list", date: "date" } as const;

/** One field: its definition, its use, and how to change or remove it. */
export function FieldRow({ labSlug, field, index, count, mayEdit, onMove, onChanged }: FieldRowProps) {
  const [open, setOpen] = useState<"edit" | "remove" | null>(null);
  const done = async () => {
    setOpen(null);
    await onChanged();
  };
  return (
    <li className={classes.row}>
      <div className={classes.head}>
        <div className={classes.what}>
          <p className={classes.name}>{field.name}</p>
          <p className={classes.hint}>
            {TYPE_WORDS[field.type]}
            {field.unit && ` in ${field.unit}`}
            {field.type === "choice" && `: ${field.options.join(", ")}`}
            {` · ${field.valueCount === 1 ? "1 cell has" : `${field.valueCount} cells have`} a value`}
            {field.usedBy.length > 0 && ` · used by ${field.usedBy.join(", ")}`}
          </p>
        </div>
        {mayEdit && (
          <div className={classes.tools}>
            <MoveButtons name={field.name} index={index} count={count} onMove={onMove} onRemove={null} />
            <Button variant="subtle" size="compact-sm" onClick={() => setOpen(open === "edit" ? null : "edit")}>
              Change
            </Button>
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              onClick={() => setOpen(open === "remove" ? null : "remove")}
            >
              Remove
            </Button>
          </div>
        )}
      </div>
      {open === "edit" && <FieldForm labSlug={labSlug} field={field} onDone={done} />}
      {open === "remove" && <RemoveField labSlug={labSlug} field={field} onDone={done} />}
    </li>
  );
}

type RemoveFieldProps = { labSlug: string; field: FieldWithUse; onDone: () => Promise<unknown> };

function RemoveField({ labSlug, field, onDone }: RemoveFieldProps) {
  const client = useTRPCClient();
  const [typed, setTyped] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  if (field.usedBy.length > 0) {
    return <p>The grouping {field.usedBy.join(", ")} goes by it. Change or remove that first.</p>;
  }
  const asksForName = field.valueCount > 0;
  const remove = async () => {
    try {
      const given = { metadataFieldId: field.metadataFieldId, ...(asksForName ? { typedName: typed } : {}) };
      await client.fields.remove.mutate({ labSlug, given });
      await onDone();
    } catch (error) {
      setFailure(failureOf(error).message);
    }
  };
  return (
    <div className={classes.form}>
      {asksForName && (
        <TextInput
          label={`With it go its values of ${field.valueCount} cells. Type “${field.name}” to confirm`}
          autoComplete="off"
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      )}
      <p role="alert" className={classes.failure}>
        {failure}
      </p>
      <Button color="red" disabled={asksForName && typed.trim() !== field.name} onClick={() => void remove()}>
        Remove field
      </Button>
    </div>
  );
}
