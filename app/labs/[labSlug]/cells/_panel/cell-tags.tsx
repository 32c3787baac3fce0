"use client";

import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { offerUndo } from "@/app/_components/undo/undo-offers";
import { useTRPC, useTRPCClient } from "@/app/_trpc/trpc";
import type { CycleRange } from "@/server/domain/cells/exclusions";
import { CYCLE_KINDS, isCycleKind } from "@/server/domain/tags/cycle-tags";
import type { CellActionsProps } from "./delete-actions";
import { MarkForm } from "./mark-form";
import { MarkedCycles } from "./marked-cycles";
import { rangeText } from "./prepare-cycle-range";
import { canBeTaggedAgain } from "./prepare-tagged-again";
import { tagText } from "./prepare-tag-text";

type CellTagsProps = Pick<CellActionsProps, "labSlug" | "cell" | "timeZone" | "onDone">;

/** What people tagged cycles of the cell as, and how to tag more. */
export function CellTags({ labSlug, cell, timeZone, onDone }: CellTagsProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const input = { labSlug, cell: cell.name };
  const { data, error } = useQuery(trpc.tags.list.queryOptions(input));
  const changed = () => queryClient.invalidateQueries({ queryKey: trpc.tags.list.queryKey(input) });
  const tags = data?.tags ?? [];
  const add = async (given: GivenTag) => {
    const { id } = await client.tags.add.mutate({ labSlug, given: { cell: cell.name, ...given } });
    await changed();
    return id;
  };
  const remove = async (id: string) => {
    await client.tags.remove.mutate({ labSlug, given: { cell: cell.name, id } });
    await changed();
  };
  return (
    <MarkedCycles
      title="Tag cycles"
      hint="Formation, check-up and ageing replace what the lab's rules say; of several the latest holds. The reference cycle and the end of life skip formation. Tags of your own are added."
      rows={tags.map((row) => ({ ...row, what: `${rangeText(row.cycles)} ${tagText(row.tag)}` }))}
      error={error}
      timeZone={timeZone}
      undo={{
        label: "Remove tag",
        run: async ({ id, what, cycles, tag, reason }) => {
          const others = tags.filter((other) => other.id !== id);
          await remove(id);
          const text = `${cell.name}: ${what} no more.`;
          if (!canBeTaggedAgain({ cycles, tag }, others)) return text;
          offerUndo({ text, undo: () => add({ cycles, tag, reason }), undone: `${cell.name}: ${what} again.` });
          return "";
        },
      }}
      onDone={onDone}
    >
      <NewTag
        add={async (given) => {
          const id = await add(given);
          const what = `${cell.name}: ${rangeText(given.cycles)} ${tagText(given.tag)}`;
          offerUndo({ text: `${what}.`, undo: () => remove(id), undone: `${what} no more.` });
          return "";
        }}
        onDone={onDone}
      />
    </MarkedCycles>
  );
}

const OWN = "own";
const CHOICES = [
  ...CYCLE_KINDS.map((kind) => ({ value: kind, label: `is ${tagText(kind)}` })),
  { value: OWN, label: "has another tag" },
];

export type GivenTag = { cycles: CycleRange; tag: string; reason: string };
type NewTagProps = Pick<CellTagsProps, "onDone"> & { add: (given: GivenTag) => Promise<string> };

/** Which tag, of which cycles, and why. */
export function NewTag({ add, onDone }: NewTagProps) {
  const [choice, setChoice] = useState<string>("formation");
  const [own, setOwn] = useState("");
  const tag = isCycleKind(choice) ? choice : own.trim();
  return (
    <MarkForm
      labels={{ from: "First cycle", to: "Last cycle, included", reason: "Reason for the tag" }}
      placeholders={{ from: "1", to: "the first alone", reason: "As the recipe says, capacity check on day 30 …" }}
      isReady={(cycles) => cycles !== null && tag !== ""}
      action={() => "Tag cycles"}
      add={async (cycles, reason) => {
        if (cycles === null) throw new RangeError("no cycles to tag");
        return add({ cycles, tag, reason });
      }}
      onDone={onDone}
    >
      <NativeSelect
        label="Tag"
        value={choice}
        data={CHOICES}
        onChange={({ currentTarget }) => setChoice(currentTarget.value)}
      />
      {choice === OWN && (
        <TextInput
          label="Own tag"
          placeholder="pulse test"
          maxLength={64}
          value={own}
          onChange={({ currentTarget }) => setOwn(currentTarget.value)}
        />
      )}
    </MarkForm>
  );
}
