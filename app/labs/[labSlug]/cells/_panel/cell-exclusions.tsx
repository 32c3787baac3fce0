"use client";

import { Button, NumberInput, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { failureOf, useTRPC, useTRPCClient } from "@/app/_trpc/trpc";
import classes from "./cell-panel.module.css";
import type { CellActionsProps } from "./delete-actions";
import { MarkedCycles } from "./marked-cycles";
import { prepareCycleRange, rangeText } from "./prepare-cycle-range";
import { useVerb } from "./use-verb";

type CellExclusionsProps = Pick<CellActionsProps, "labSlug" | "cell" | "timeZone" | "onDone">;

/** Lets the list be read again after a change of it. */
function useChanged({ labSlug, cell }: CellExclusionsProps): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: trpc.exclusions.list.queryKey({ labSlug, cell: cell.name }) });
}

/** What is excluded of the cell from statistics, and how to exclude more. */
export function CellExclusions(props: CellExclusionsProps) {
  const { labSlug, cell, timeZone, onDone } = props;
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { data, error } = useQuery(trpc.exclusions.list.queryOptions({ labSlug, cell: cell.name }));
  const { run, isBusy, alert } = useVerb(onDone);
  const changed = useChanged(props);
  const exclusions = data?.exclusions ?? [];
  return (
    <details>
      <summary>Exclude from statistics{exclusions.length > 0 && ` (${exclusions.length})`}</summary>
      <p className={classes.hint}>
        Means, reference cycles and strays skip what is excluded. No number of the cell itself changes, and it can be
        included again.
      </p>
      {error && <p className={classes.failure}>{failureOf(error).message}</p>}
      <MarkedCycles
        rows={exclusions.map(({ cycles, ...row }) => ({ ...row, what: rangeText(cycles) }))}
        timeZone={timeZone}
        undo="Include again"
        isBusy={isBusy}
        onUndo={({ id, what }) =>
          void run(async () => {
            await client.exclusions.remove.mutate({ labSlug, given: { id } });
            await changed();
            return `${cell.name}: ${what} included in statistics again.`;
          })
        }
      />
      {alert}
      <NewExclusion {...props} />
    </details>
  );
}

function NewExclusion(props: CellExclusionsProps) {
  const { labSlug, cell, onDone } = props;
  const client = useTRPCClient();
  const changed = useChanged(props);
  const [draft, setDraft] = useState<{ from: string | number; to: string | number }>({ from: "", to: "" });
  const [reason, setReason] = useState("");
  const { run, isBusy, alert } = useVerb(onDone);
  const { cycles, problem } = prepareCycleRange(draft.from, draft.to);
  const common = { allowDecimal: false, hideControls: true, placeholder: "all" } as const;
  return (
    <>
      <div className={classes.fields}>
        <NumberInput
          {...common}
          label="From cycle"
          value={draft.from}
          onChange={(from) => setDraft((before) => ({ ...before, from }))}
        />
        <NumberInput
          {...common}
          label="To cycle, included"
          error={problem}
          value={draft.to}
          onChange={(to) => setDraft((before) => ({ ...before, to }))}
        />
      </div>
      <TextInput
        label="Why"
        placeholder="Contact failure, leak, wrong protocol …"
        maxLength={500}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      {alert}
      <Button
        variant="default"
        loading={isBusy}
        disabled={problem !== null || reason.trim() === ""}
        onClick={() =>
          void run(async () => {
            await client.exclusions.add.mutate({ labSlug, given: { cell: cell.name, cycles, reason } });
            await changed();
            return `${cell.name}: ${rangeText(cycles)} excluded from statistics.`;
          })
        }
      >
        {cycles === null ? "Exclude cell" : "Exclude cycles"}
      </Button>
    </>
  );
}
