"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { failureOf, useTRPC, useTRPCClient } from "@/app/_trpc/trpc";

export type ViewToSave = { name: string; page: "groups" | "cell" | "compare"; cell: string | null; query: string };

/** What was done, and how to undo it. */
type Said = { text: string; isFailure: boolean; undo: (() => void) | null };

/** What may be done with saved views, each with what is said of it; they tell whether it was done. */
export function useViewVerbs(labSlug: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [said, setSaid] = useState<Said | null>(null);
  const perform = async (act: () => Promise<unknown>, done: Omit<Said, "isFailure">): Promise<boolean> => {
    try {
      await act();
      await queryClient.invalidateQueries({ queryKey: trpc.views.list.queryKey({ labSlug }) });
      setSaid({ ...done, isFailure: false });
      return true;
    } catch (error) {
      setSaid({ text: failureOf(error).message, isFailure: true, undo: null });
      return false;
    }
  };
  const save = ({ name, page, cell, query }: ViewToSave, text: string) =>
    perform(() => client.views.save.mutate({ labSlug, given: { name, view: { page, cell, query } } }), {
      ...{ text, undo: null },
    });
  const rename = (name: string, newName: string) =>
    perform(() => client.views.rename.mutate({ labSlug, given: { name, newName } }), { text: "", undo: null });
  const remove = (view: ViewToSave) =>
    perform(() => client.views.remove.mutate({ labSlug, given: { name: view.name } }), {
      text: `“${view.name}” is removed.`,
      undo: () => void save(view, `“${view.name}” is back.`),
    });
  return { said, save, rename, remove };
}
