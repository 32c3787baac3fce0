"use client";

import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { failureOf, useTRPCClient } from "@/app/_trpc/trpc";
import type { SheetField } from "@/server/domain/cells/cell-sheet";
import type { FieldType } from "@/server/domain/groups/groupings";
import classes from "./fields-page.module.css";
import { optionChanges, readOptions } from "./option-changes";

export type FieldWithUse = SheetField & { valueCount: number; optionCounts: Record<string, number>; usedBy: string[] };

type FieldFormProps = {
  labSlug: string;
  /** null: a new one. */
  field: FieldWithUse | null;
  onDone: () => Promise<unknown>;
};

const TYPES = [
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "choice", label: "One of a list" },
  { value: "date", label: "Date" },
] as const;

/** Makes a field, or changes one; the type stays once it is made, for cells have values of it. */
export function FieldForm({ labSlug, field, onDone }: FieldFormProps) {
  const client = useTRPCClient();
  const [name, setName] = useState(field?.name ?? "");
  const [type, setType] = useState<FieldType>(field?.type ?? "text");
  const [unit, setUnit] = useState(field?.unit ?? "");
  const [options, setOptions] = useState(field?.options.join("\n") ?? "");
  const [state, setState] = useState<{ isBusy: boolean; failure: string | null }>({ isBusy: false, failure: null });
  const save = async () => {
    if (field === null) {
      await client.fields.create.mutate({
        labSlug,
        given: {
          name,
          type,
          ...(type === "number" && unit.trim() !== "" ? { unit } : {}),
          ...(type === "choice" ? { options: readOptions(options) } : {}),
        },
      });
      return;
    }
    await client.fields.update.mutate({
      labSlug,
      given: {
        metadataFieldId: field.metadataFieldId,
        name,
        ...(type === "number" ? { unit: unit.trim() === "" ? null : unit } : {}),
        ...(type === "choice" ? optionChanges(field.options, readOptions(options)) : {}),
      },
    });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState({ isBusy: true, failure: null });
    try {
      await save();
      if (field === null) {
        setName("");
        setUnit("");
        setOptions("");
      }
      setState({ isBusy: false, failure: null });
      await onDone();
    } catch (error) {
      setState({ isBusy: false, failure: failureOf(error).message });
    }
  };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      {field === null && <h2 className={classes.formTitle}>New field</h2>}
      <div className={classes.inputs}>
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        {field === null && (
          <NativeSelect
            label="Type"
            value={type}
            data={[...TYPES]}
            onChange={({ currentTarget: { value } }) =>
              setType(TYPES.find((one) => one.value === value)?.value ?? "text")
            }
          />
        )}
        {type === "number" && (
          <TextInput
            label="Unit"
            placeholder="mg/cm²"
            value={unit}
            onChange={({ currentTarget }) => setUnit(currentTarget.value)}
          />
        )}
      </div>
      {type === "choice" && (
        <Textarea
          label="Options, one a line"
          description={
            field === null ? undefined : "Another text on a line renames that option, also in cells and groupings"
          }
          required
          withAsterisk={false}
          autosize
          minRows={3}
          value={options}
          onChange={({ currentTarget }) => setOptions(currentTarget.value)}
        />
      )}
      <p role="alert" className={classes.failure}>
        {state.failure}
      </p>
      <Button type="submit" loading={state.isBusy} disabled={name.trim() === ""}>
        {field === null ? "Make field" : "Save field"}
      </Button>
    </form>
  );
}
