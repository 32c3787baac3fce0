"use client";

import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { failureOf, useTRPCClient } from "@/app/_trpc/trpc";
import type { SheetField } from "@/server/domain/cells/cell-sheet";
import type { FieldType } from "@/server/domain/groups/groupings";
import classes from "./fields-page.module.css";
import { twinSetting } from "./twin-setting";
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

type FieldDraft = { name: string; type: FieldType; unit: string; options: string };

function draftOf(field: FieldWithUse | null): FieldDraft {
  if (field === null) return { name: "", type: "text", unit: "", options: "" };
  const { name, type, unit, options } = field;
  return { name, type, unit: unit ?? "", options: options.join("\n") };
}

/** Creates the field of a draft, or updates the one being edited. */
function useSave(labSlug: string, field: FieldWithUse | null): (draft: FieldDraft) => Promise<unknown> {
  const client = useTRPCClient();
  if (field === null) {
    return ({ name, type, unit, options }) => {
      const ofNumber = type === "number" && unit.trim() !== "" ? { unit } : {};
      const ofChoice = type === "choice" ? { options: readOptions(options) } : {};
      return client.fields.create.mutate({ labSlug, given: { name, type, ...ofNumber, ...ofChoice } });
    };
  }
  const { metadataFieldId } = field;
  return ({ name, type, unit, options }) => {
    const ofNumber = type === "number" ? { unit: unit.trim() === "" ? null : unit } : {};
    const ofChoice = type === "choice" ? optionChanges(field.options, readOptions(options)) : {};
    return client.fields.update.mutate({ labSlug, given: { metadataFieldId, name, ...ofNumber, ...ofChoice } });
  };
}

/** Creates a field or edits one; its type is fixed, for cells have values of it. */
export function FieldForm({ labSlug, field, onDone }: FieldFormProps) {
  const [draft, setDraft] = useState(() => draftOf(field));
  const change = (part: Partial<FieldDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useSave(labSlug, field);
  const [state, setState] = useState<{ isBusy: boolean; failure: string | null }>({ isBusy: false, failure: null });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setState({ isBusy: true, failure: null });
    try {
      await save(draft);
      if (field === null) setDraft({ ...draftOf(null), type: draft.type });
      setState({ isBusy: false, failure: null });
      await onDone();
    } catch (error) {
      setState({ isBusy: false, failure: failureOf(error).message });
    }
  };
  const { name, type, unit, options } = draft;
  const twin = twinSetting(name);
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      {field === null && <h2 className={classes.formTitle}>New field</h2>}
      <div className={classes.inputs}>
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          value={name}
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        />
        {field === null && (
          <NativeSelect
            label="Type"
            value={type}
            data={[...TYPES]}
            onChange={({ currentTarget: { value } }) =>
              change({ type: TYPES.find((one) => one.value === value)?.value ?? "text" })
            }
          />
        )}
        {type === "number" && (
          <TextInput
            label="Unit"
            placeholder="mg/cm²"
            value={unit}
            onChange={({ currentTarget }) => change({ unit: currentTarget.value })}
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
          onChange={({ currentTarget }) => change({ options: currentTarget.value })}
        />
      )}
      {twin !== null && (
        <p className={classes.twin} role="status">
          Every cell has the setting “{twin}” already, on which rates and specific capacities rest. Give it a value on
          the page of cells instead.
        </p>
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
