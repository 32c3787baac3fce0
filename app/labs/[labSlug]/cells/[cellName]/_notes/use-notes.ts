"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLive } from "@/app/_trpc/live-provider";
import { failureOf, useTRPC, useTRPCClient } from "@/app/_trpc/trpc";
import { useLabChanges } from "@/app/_trpc/use-lab-changes";
import type { PageCell } from "../use-cell-queries";
import type { Note } from "./prepare-notes";

const PAUSE_MS = 1_000;
const NONE: Note[] = [];

/** What a note says, and of what. */
export type NewNote = Pick<Note, "cell" | "match" | "cycles" | "times" | "text">;

/** What was done, and how to undo it. */
type Said = { text: string; isFailure: boolean; undo: (() => Promise<void>) | null };

/** The notes that concern the cell, the oldest first, and what may be done with them. */
export function useNotes({ labSlug, cell }: PageCell) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [said, setSaid] = useState<Said | null>(null);
  const input = { labSlug, cell };
  const queryKey = trpc.annotations.list.queryKey(input);
  const query = useQuery(trpc.annotations.list.queryOptions(input, { staleTime }));
  useLabChanges({
    dependsOn: { cells: [], configuration: true },
    read: [queryKey],
    isReady: query.data !== undefined,
    pauseMs: PAUSE_MS,
  });
  /** @returns why it was refused; null where it was done */
  const perform = async (act: () => Promise<Said>): Promise<string | null> => {
    try {
      const done = await act();
      await queryClient.invalidateQueries({ queryKey });
      setSaid(done);
      return null;
    } catch (error) {
      const { message } = failureOf(error);
      setSaid({ text: message, isFailure: true, undo: null });
      return message;
    }
  };
  const add = (note: NewNote, text = "Noted."): Promise<string | null> =>
    perform(async () => {
      const { id } = await client.annotations.add.mutate({ labSlug, given: note });
      return { text, isFailure: false, undo: () => remove({ ...note, id }, "The note is removed.") };
    });
  const remove = async ({ id, ...given }: NewNote & { id: string }, text = "Removed."): Promise<void> => {
    await perform(async () => {
      await client.annotations.remove.mutate({ labSlug, given: { id } });
      const { cell: of, match, cycles, times, text: says } = given;
      const again = async () => {
        await add({ cell: of, match, cycles, times, text: says }, "The note is back.");
      };
      return { text, isFailure: false, undo: again };
    });
  };
  return { notes: query.data?.annotations ?? NONE, said, add, remove };
}

export type Notes = ReturnType<typeof useNotes>;
