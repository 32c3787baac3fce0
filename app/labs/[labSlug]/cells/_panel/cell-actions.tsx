"use client";

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTRPCClient } from "@/app/_trpc/trpc";
import { may } from "@/server/domain/labs/permissions";
import classes from "./cell-panel.module.css";
import { type CellActionsProps, DeleteCell, DeletePart } from "./delete-actions";
import { CellExclusions } from "./cell-exclusions";
import { CellTags } from "./cell-tags";
import { TestChoice } from "./test-choice";
import { nameOfTest } from "./test-fields";
import { useVerb } from "./use-verb";

/** The actions on a cell, each in its own fold. */
export function CellActions(props: CellActionsProps) {
  const { role, cell } = props;
  const mayDelete = may(role, "deleteData");
  if (!may(role, "editCells")) return null;
  return (
    <div className={classes.actions}>
      {may(role, "exclude") && <CellExclusions {...props} />}
      {may(role, "exclude") && <CellTags {...props} />}
      <RenameCell {...props} />
      {mayDelete && <MergeCell {...props} />}
      {mayDelete && cell.tests.length > 0 && <MoveTest {...props} />}
      {mayDelete && cell.tests.length > 0 && <DeletePart {...props} />}
      {mayDelete && <DeleteCell {...props} />}
    </div>
  );
}

function RenameCell({ labSlug, cell, onDone }: CellActionsProps) {
  const client = useTRPCClient();
  const [newName, setNewName] = useState(cell.name);
  const { run, isBusy, alert } = useVerb(onDone);
  return (
    <details>
      <summary>Rename</summary>
      <p className={classes.hint}>A cycler that goes on sending “{cell.name}” makes a new cell of that name.</p>
      <TextInput label="New name" value={newName} onChange={({ currentTarget }) => setNewName(currentTarget.value)} />
      {alert}
      <Button
        variant="default"
        loading={isBusy}
        disabled={newName.trim() === "" || newName.trim() === cell.name}
        onClick={() =>
          void run(async () => {
            const { name } = await client.cells.rename.mutate({ labSlug, given: { cell: cell.name, newName } });
            return `${cell.name} is now ${name}.`;
          })
        }
      >
        Rename cell
      </Button>
    </details>
  );
}

function OtherCell({
  cell,
  cells,
  value,
  onChange,
}: Pick<CellActionsProps, "cell" | "cells"> & { value: string; onChange: (name: string) => void }) {
  const names = cells.map(({ name }) => name).filter((name) => name !== cell.name);
  return (
    <NativeSelect
      label="Into cell"
      value={value}
      data={["", ...names]}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

function MergeCell({ labSlug, cell, cells, onDone }: CellActionsProps) {
  const client = useTRPCClient();
  const [into, setInto] = useState("");
  const [names, setNames] = useState<Record<string, string>>({});
  const { run, isBusy, alert } = useVerb(onDone);
  const taken = new Set(cells.find(({ name }) => name === into)?.tests.map(({ name }) => name));
  const clashes = cell.tests.filter(({ name }) => taken.has(name));
  return (
    <details>
      <summary>Merge into another cell</summary>
      <p className={classes.hint}>
        Its {cell.tests.length === 1 ? "test goes" : `${cell.tests.length} tests go`} to the other cell, which keeps its
        own settings; {cell.name} is removed.
      </p>
      <OtherCell cell={cell} cells={cells} value={into} onChange={setInto} />
      {clashes.map(({ name }) => (
        <TextInput
          key={name}
          label={`Name there for ${nameOfTest(name)}`}
          description="The other cell has one of that name"
          value={names[name] ?? ""}
          onChange={({ currentTarget: { value } }) => setNames((before) => ({ ...before, [name]: value }))}
        />
      ))}
      {alert}
      <Button
        color="red"
        variant="outline"
        loading={isBusy}
        disabled={into === "" || clashes.some(({ name }) => (names[name] ?? "").trim() === "")}
        onClick={() =>
          void run(async () => {
            const testNames = Object.fromEntries(clashes.map(({ name }) => [name, names[name] ?? ""]));
            await client.cells.merge.mutate({ labSlug, given: { cell: cell.name, into, testNames } });
            return `${cell.name} went into ${into}.`;
          })
        }
      >
        Merge cells
      </Button>
    </details>
  );
}

function MoveTest({ labSlug, cell, cells, onDone }: CellActionsProps) {
  const client = useTRPCClient();
  const [test, setTest] = useState(`=${cell.tests[0]?.name ?? ""}`);
  const [into, setInto] = useState("");
  const [newName, setNewName] = useState("");
  const { run, isBusy, alert } = useVerb(onDone);
  const name = test.slice(1);
  return (
    <details>
      <summary>Move a test to another cell</summary>
      <TestChoice cell={cell} value={test} onChange={setTest} withAll={false} />
      <OtherCell cell={cell} cells={cells} value={into} onChange={setInto} />
      <TextInput
        label="Name there"
        placeholder={name === "" ? "the usual test" : name}
        value={newName}
        onChange={({ currentTarget }) => setNewName(currentTarget.value)}
      />
      {alert}
      <Button
        variant="default"
        loading={isBusy}
        disabled={into === ""}
        onClick={() =>
          void run(async () => {
            const given = { cell: cell.name, test: name, into, ...(newName.trim() === "" ? {} : { newName }) };
            await client.cells.moveTest.mutate({ labSlug, given });
            return `${nameOfTest(name)} of ${cell.name} went to ${into}.`;
          })
        }
      >
        Move test
      </Button>
    </details>
  );
}
