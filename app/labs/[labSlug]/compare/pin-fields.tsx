"use client";

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc";
import classes from "./compare-page.module.css";
import { type CompareState, MAX_PINS, type Pin, writePin } from "./compare-state";
import type { ChangeCompare } from "./use-compare-state";
import type { useChoices } from "./use-lines";

type PinFieldsProps = {
  labSlug: string;
  choices: ReturnType<typeof useChoices>;
  state: CompareState;
  onChange: ChangeCompare;
};

/** Adds a cell by its name, or a group of a grouping. */
export function PinFields({ labSlug, choices, state, onChange }: PinFieldsProps) {
  const add = (pin: Pin) => {
    const isPinned = state.pins.some((one) => writePin(one) === writePin(pin));
    if (!isPinned) onChange({ pins: [...state.pins, pin] });
  };
  if (state.pins.length >= MAX_PINS) {
    return <p className={classes.hint}>{MAX_PINS} are as many as can be told apart. Remove one first.</p>;
  }
  return (
    <div className={classes.fields}>
      <CellField cells={choices.cells} onAdd={add} />
      <GroupField labSlug={labSlug} groupings={choices.groupings} state={state} onAdd={add} />
    </div>
  );
}

function CellField({ cells, onAdd }: { cells: readonly string[]; onAdd: (pin: Pin) => void }) {
  const [name, setName] = useState("");
  const listId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const cell = name.trim();
    if (cell === "") return;
    onAdd({ kind: "cell", cell });
    setName("");
  };
  return (
    <form className={classes.field} onSubmit={submit}>
      <TextInput
        size="xs"
        aria-label="Cell to add"
        placeholder="Name of a cell"
        list={listId}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <datalist id={listId}>
        {cells.map((cell) => (
          <option key={cell} value={cell} />
        ))}
      </datalist>
      <Button type="submit" variant="default" size="xs">
        Add cell
      </Button>
    </form>
  );
}

type GroupFieldProps = {
  labSlug: string;
  groupings: PinFieldsProps["choices"]["groupings"];
  state: CompareState;
  onAdd: (pin: Pin) => void;
};

function GroupField({ labSlug, groupings, state: { metric, tag, rateC }, onAdd }: GroupFieldProps) {
  const trpc = useTRPC();
  const [chosen, setChosen] = useState<number | null>(null);
  const groupingId = chosen ?? groupings[0]?.id ?? 0;
  const question = { labSlug, groupingId, by: null, where: null, metric, tag, rateC };
  const view = useQuery(trpc.groups.view.queryOptions(question, { enabled: groupings.length > 0, staleTime: 0 }));
  const groups = view.data?.groups ?? [];
  return (
    <div className={classes.field}>
      <NativeSelect
        size="xs"
        aria-label="Grouping"
        value={String(groupingId)}
        data={groupings.map(({ id, name }) => ({ value: String(id), label: name }))}
        onChange={({ currentTarget }) => setChosen(Number(currentTarget.value))}
      />
      <NativeSelect
        size="xs"
        aria-label="Group to add"
        value=""
        data={[
          { value: "", label: "Add a group" },
          ...groups.map(({ key, name, cells }) => ({ value: key, label: `${name}, ${cells}` })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          value !== "" && onAdd({ kind: "group", groupingId, by: null, where: null, key: value })
        }
      />
    </div>
  );
}
