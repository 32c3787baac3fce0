"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { offerUndo } from "@/app/_components/undo/undo-offers";
import { useLive } from "@/app/_trpc/live-provider";
import { failureOf, useTRPC, useTRPCClient } from "@/app/_trpc/trpc";
import { useLabChanges } from "@/app/_trpc/use-lab-changes";
import type { PageCell } from "../use-cell-queries";
import type { Note } from "./prepare-notes";

const PAUSE_MS = 1_000;
const NONE: Note[] = [];

/** What a note says, and of what. */
export type NewNote = Pick<Note, "cell" | "match" | "cycles" | "times" | "text">;

/** The notes that concern the cell, the oldest first, and what may be done with them. */
export function useNotes({ labSlug, cell }: PageCell) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [failure, setFailure] = useState<string | null>(null);
  const input = { labSlug, cell };
  const queryKey = trpc.annotations.list.queryKey(input);
  const query = useQuery(trpc.annotations.list.queryOptions(input, { staleTime }));
  useLabChanges({
    dependsOn: { cells: [], configuration: true },
    read: [queryKey],
    isReady: query.data !== undefined,
    pauseMs: PAUSE_MS,
  });
  const refresh = () => queryClient.invalidateQueries({ queryKey });
  const put = async (note: NewNote) => {
    const { id } = await client.annotations.add.mutate({ labSlug, given: note });
    await refresh();
    return id;
  };
  const drop = async (id: string) => {
    await client.annotations.remove.mutate({ labSlug, given: { id } });
    await refresh();
  };
  /** @returns why it was refused; null where it was done */
  const perform = async (act: () => Promise<void>): Promise<string | null> => {
    const refusal = await act().then(
      () => null,
      (error) => failureOf(error).message,
    );
    setFailure(refusal);
    return refusal;
  };
  const add = (note: NewNote): Promise<string | null> =>
    perform(async () => {
      const id = await put(note);
      offerUndo({ text: "Noted.", undo: () => drop(id), undone: "The note is removed." });
    });
  const remove = ({ id, cell: of, match, cycles, times, text }: NewNote & { id: string }): Promise<string | null> =>
    perform(async () => {
      await drop(id);
      const again = { cell: of, match, cycles, times, text };
      offerUndo({ text: "The note is removed.", undo: () => put(again), undone: "The note is back." });
    });
  return { notes: query.data?.annotations ?? NONE, failure, add, remove };
}

export type Notes = ReturnType<typeof useNotes>;
