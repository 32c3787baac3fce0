"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { offerUndo } from "@/app/_components/undo/undo-offers";
import { useTRPC, useTRPCClient } from "@/app/_trpc/trpc";
import type { CycleRange } from "@/server/domain/cells/exclusions";
import type { CellActionsProps } from "./delete-actions";
import { MarkForm } from "./mark-form";
import { MarkedCycles } from "./marked-cycles";
import { rangeText } from "./prepare-cycle-range";

type CellExclusionsProps = Pick<CellActionsProps, "labSlug" | "cell" | "timeZone" | "onDone">;

/** What is excluded of the cell from statistics, and how to exclude more. */
export function CellExclusions({ labSlug, cell, timeZone, onDone }: CellExclusionsProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const input = { labSlug, cell: cell.name };
  const { data, error } = useQuery(trpc.exclusions.list.queryOptions(input));
  const changed = () => queryClient.invalidateQueries({ queryKey: trpc.exclusions.list.queryKey(input) });
  const exclusions = data?.exclusions ?? [];
  const include = async (id: string) => {
    await client.exclusions.remove.mutate({ labSlug, given: { id } });
    await changed();
  };
  const exclude = async (cycles: CycleRange | null, reason: string) => {
    const { id } = await client.exclusions.add.mutate({ labSlug, given: { cell: cell.name, cycles, reason } });
    await changed();
    return id;
  };
  const saidOf = (cycles: CycleRange | null) => ({
    excluded: `${cell.name}: ${rangeText(cycles)} excluded from statistics.`,
    included: `${cell.name}: ${rangeText(cycles)} included in statistics again.`,
  });
  return (
    <MarkedCycles
      title="Exclude from statistics"
      hint="Means, reference cycles and strays skip what is excluded. No number of the cell itself changes, and it can be included again."
      rows={exclusions.map((row) => ({ ...row, what: rangeText(row.cycles) }))}
      error={error}
      timeZone={timeZone}
      undo={{
        label: "Include again",
        run: async ({ id, cycles, reason }) => {
          await include(id);
          const { excluded, included } = saidOf(cycles);
          offerUndo({ text: included, undo: () => exclude(cycles, reason), undone: excluded });
          return "";
        },
      }}
      onDone={onDone}
    >
      <MarkForm
        labels={{ from: "From cycle", to: "To cycle, included", reason: "Why" }}
        placeholders={{ from: "all", to: "all", reason: "Contact failure, leak, wrong protocol …" }}
        isReady={() => true}
        action={(cycles) => (cycles === null ? "Exclude cell" : "Exclude cycles")}
        add={async (cycles, reason) => {
          const id = await exclude(cycles, reason);
          const { excluded, included } = saidOf(cycles);
          offerUndo({ text: excluded, undo: () => include(id), undone: included });
          return "";
        }}
        onDone={onDone}
      />
    </MarkedCycles>
  );
}
