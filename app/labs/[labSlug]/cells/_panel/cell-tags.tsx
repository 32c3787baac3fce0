"use client";

import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC, useTRPCClient } from "@/app/_trpc/trpc";
import type { CycleRange } from "@/server/domain/cells/exclusions";
import { CYCLE_KINDS, isCycleKind } from "@/server/domain/tags/cycle-tags";
import type { CellActionsProps } from "./delete-actions";
import { MarkForm } from "./mark-form";
import { MarkedCycles } from "./marked-cycles";
import { rangeText } from "./prepare-cycle-range";
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
  return (
    <MarkedCycles
      title="Tag cycles"
      hint="Formation, check-up and ageing replace what the lab's rules say; of several the latest holds. The reference cycle and the end of life skip formation. Tags of your own are added."
      rows={tags.map(({ cycles, tag, ...row }) => ({ ...row, what: `${rangeText(cycles)} ${tagText(tag)}` }))}
      error={error}
      timeZone={timeZone}
      undo={{
        label: "Remove tag",
        run: async ({ id, what }) => {
          await client.tags.remove.mutate({ labSlug, given: { cell: cell.name, id } });
          await changed();
          return `${cell.name}: ${what} no more.`;
        },
      }}
      onDone={onDone}
    >
      <NewTag
        add={async (given) => {
          await client.tags.add.mutate({ labSlug, given: { cell: cell.name, ...given } });
          await changed();
          return `${cell.name}: ${rangeText(given.cycles)} ${tagText(given.tag)}.`;
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

type NewTagProps = Pick<CellTagsProps, "onDone"> & {
  add: (given: { cycles: CycleRange; tag: string; reason: string }) => Promise<string>;
};

function NewTag({ add, onDone }: NewTagProps) {
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
