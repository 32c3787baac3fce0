"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "@/app/_trpc/trpc";
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
  return (
    <MarkedCycles
      title="Exclude from statistics"
      hint="Means, reference cycles and strays skip what is excluded. No number of the cell itself changes, and it can be included again."
      rows={exclusions.map(({ cycles, ...row }) => ({ ...row, what: rangeText(cycles) }))}
      error={error}
      timeZone={timeZone}
      undo={{
        label: "Include again",
        run: async ({ id, what }) => {
          await client.exclusions.remove.mutate({ labSlug, given: { id } });
          await changed();
          return `${cell.name}: ${what} included in statistics again.`;
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
          await client.exclusions.add.mutate({ labSlug, given: { cell: cell.name, cycles, reason } });
          await changed();
          return `${cell.name}: ${rangeText(cycles)} excluded from statistics.`;
        }}
        onDone={onDone}
      />
    </MarkedCycles>
  );
}
