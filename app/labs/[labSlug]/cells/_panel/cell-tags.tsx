"use client";

import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { failureOf, useTRPC, useTRPCClient } from "@/app/_trpc/trpc";
import type { CycleRange } from "@/server/domain/cells/exclusions";
import { CYCLE_KINDS, isCycleKind } from "@/server/domain/tags/cycle-tags";
import classes from "./cell-panel.module.css";
import type { CellActionsProps } from "./delete-actions";
import { MarkedCycles } from "./marked-cycles";
import { prepareCycleRange, rangeText } from "./prepare-cycle-range";
import { tagText } from "./prepare-tag-text";
import { useVerb } from "./use-verb";

type CellTagsProps = Pick<CellActionsProps, "labSlug" | "cell" | "timeZone" | "onDone">;

/** Lets the list be read again after a change of it. */
function useChanged({ labSlug, cell }: CellTagsProps): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: trpc.tags.list.queryKey({ labSlug, cell: cell.name }) });
}

/** What people tagged cycles of the cell as, and how to tag more. */
export function CellTags(props: CellTagsProps) {
  const { labSlug, cell, timeZone, onDone } = props;
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { data, error } = useQuery(trpc.tags.list.queryOptions({ labSlug, cell: cell.name }));
  const { run, isBusy, alert } = useVerb(onDone);
  const changed = useChanged(props);
  const tags = data?.tags ?? [];
  const rows = tags.map(({ cycles, tag, ...row }) => ({ ...row, what: `${rangeText(cycles)} ${tagText(tag)}` }));
  return (
    <details>
      <summary>Tag cycles{tags.length > 0 && ` (${tags.length})`}</summary>
      <p className={classes.hint}>
        Formation, check-up and ageing hold instead of what the lab's rules say; of several the latest. Reference and
        end of life skip formation. Other tags come beside.
      </p>
      {error && <p className={classes.failure}>{failureOf(error).message}</p>}
      <MarkedCycles
        rows={rows}
        timeZone={timeZone}
        undo="Remove tag"
        isBusy={isBusy}
        onUndo={({ id, what }) =>
          void run(async () => {
            await client.tags.remove.mutate({ labSlug, given: { cell: cell.name, id } });
            await changed();
            return `${cell.name}: ${what} no more.`;
          })
        }
      />
      {alert}
      <NewTag {...props} />
    </details>
  );
}

const OWN = "own";
const CHOICES = [
  ...CYCLE_KINDS.map((kind) => ({ value: kind, label: `is ${tagText(kind)}` })),
  { value: OWN, label: "has another tag" },
];

function NewTag(props: CellTagsProps) {
  const { labSlug, cell, onDone } = props;
  const client = useTRPCClient();
  const changed = useChanged(props);
  const [draft, setDraft] = useState<{ from: string | number; to: string | number }>({ from: "", to: "" });
  const [choice, setChoice] = useState<string>("formation");
  const [own, setOwn] = useState("");
  const [reason, setReason] = useState("");
  const { run, isBusy, alert } = useVerb(onDone);
  const { cycles, problem } = prepareCycleRange(draft.from, draft.to);
  const tag = isCycleKind(choice) ? choice : own.trim();
  const common = { allowDecimal: false, hideControls: true } as const;
  const add = async (cycles: CycleRange) => {
    await client.tags.add.mutate({ labSlug, given: { cell: cell.name, cycles, tag, reason } });
    await changed();
    return `${cell.name}: ${rangeText(cycles)} ${tagText(tag)}.`;
  };
  return (
    <>
      <div className={classes.fields}>
        <NumberInput
          {...common}
          label="First cycle"
          value={draft.from}
          onChange={(from) => setDraft((before) => ({ ...before, from }))}
        />
        <NumberInput
          {...common}
          label="Last cycle, with it"
          placeholder="the first alone"
          error={problem}
          value={draft.to}
          onChange={(to) => setDraft((before) => ({ ...before, to }))}
        />
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
      </div>
      <TextInput
        label="Reason of the tag"
        placeholder="As the recipe says, capacity check on day 30 …"
        maxLength={500}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      {alert}
      <Button
        variant="default"
        loading={isBusy}
        disabled={cycles === null || problem !== null || tag === "" || reason.trim() === ""}
        onClick={() => cycles && void run(() => add(cycles))}
      >
        Tag cycles
      </Button>
    </>
  );
}
