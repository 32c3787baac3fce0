"use client";

import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc";
import { Refusal } from "@/app/_components/refusal";
import { useReread } from "../settings/use-reread";

/** Starts simulated cyclers, and removes everything they created. */
export function SimulatedCells({ labSlug }: { labSlug: string }) {
  const trpc = useTRPC();
  const reread = useReread(trpc.simulation.state.queryKey({ labSlug }));
  const state = useQuery(trpc.simulation.state.queryOptions({ labSlug }));
  const start = useMutation(trpc.simulation.start.mutationOptions(reread));
  const remove = useMutation(trpc.simulation.remove.mutationOptions(reread));
  const isThere = state.data !== undefined && state.data.state !== "none";
  return (
    <>
      <Refusal error={state.error ?? start.error ?? remove.error} />
      {isThere ? (
        <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate({ labSlug })}>
          Remove simulated cells
        </Button>
      ) : (
        <Button
          variant="default"
          loading={start.isPending}
          disabled={state.data === undefined}
          onClick={() => start.mutate({ labSlug })}
        >
          Start simulated cyclers
        </Button>
      )}
    </>
  );
}
