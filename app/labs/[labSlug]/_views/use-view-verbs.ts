"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { offerUndo, type UndoOffer } from "@/app/_components/undo/undo-offers";
import { failureOf, useTRPC, useTRPCClient } from "@/app/_trpc/trpc";

export type ViewToSave = { name: string; page: "groups" | "cell" | "compare"; cell: string | null; query: string };

type Said = { text: string; isFailure: boolean };

/** What may be done with saved views, each with what is said of it; they tell whether it was done. */
export function useViewVerbs(labSlug: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [said, setSaid] = useState<Said | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.views.list.queryKey({ labSlug }) });
  const put = async ({ name, page, cell, query }: ViewToSave) => {
    await client.views.save.mutate({ labSlug, given: { name, view: { page, cell, query } } });
    await refresh();
  };
  const call = async (name: string, newName: string) => {
    await client.views.rename.mutate({ labSlug, given: { name, newName } });
    await refresh();
  };
  const drop = async (name: string) => {
    await client.views.remove.mutate({ labSlug, given: { name } });
    await refresh();
  };
  const perform = async (act: () => Promise<void>, done: string | UndoOffer): Promise<boolean> => {
    try {
      await act();
    } catch (error) {
      setSaid({ text: failureOf(error).message, isFailure: true });
      return false;
    }
    const isOffer = typeof done !== "string";
    setSaid(isOffer ? null : { text: done, isFailure: false });
    if (isOffer) offerUndo(done);
    return true;
  };
  const save = (view: ViewToSave) => perform(() => put(view), `“${view.name}” is saved.`);
  const rename = (name: string, newName: string) =>
    perform(() => call(name, newName), {
      ...{ text: `“${name}” is now “${newName}”.`, undo: () => call(newName, name), undone: `It is “${name}” again.` },
    });
  const remove = (view: ViewToSave) =>
    perform(() => drop(view.name), {
      ...{ text: `“${view.name}” is removed.`, undo: () => put(view), undone: `“${view.name}” is back.` },
    });
  return { said, save, rename, remove };
}
