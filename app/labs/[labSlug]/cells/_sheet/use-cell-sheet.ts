"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { failureOf, useTRPC } from "@/app/_trpc/trpc";
import { useLabChanges } from "@/app/_trpc/use-lab-changes";
import type { CellSheet } from "@/server/domain/cells/cell-sheet";
import { applyEdits, inverseOf, toCellEdits, type ValueEdit, withoutNoise } from "./sheet-edits";

/** States and last samples need not be newer than this: what cells do is not worth a question for every sample. */
const REFRESH_MS = 10_000;
const MAX_UNDO = 100;

export type SheetNote = { tone: "good" | "bad"; text: string };

/** The sheet of the lab's cells, how to change it, and how to take that back. */
export function useCellSheet(labSlug: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.cells.sheet.queryOptions({ labSlug }, { staleTime: 0 }));
  const queryKey = trpc.cells.sheet.queryKey({ labSlug });
  const mutation = useMutation(trpc.cells.edit.mutationOptions());
  const [undoStack, setUndoStack] = useState<readonly (readonly ValueEdit[])[]>([]);
  const [note, setNote] = useState<SheetNote | null>(null);
  useLabChanges({
    dependsOn: { cells: "any", configuration: true },
    read: [queryKey],
    // An answer that was on its way before a save would take what was typed off the page.
    isReady: query.data !== undefined && !mutation.isPending,
    pauseMs: REFRESH_MS,
    delayMs: REFRESH_MS,
  });

  const cells = query.data?.cells;
  const byName = useMemo(() => new Map((cells ?? []).map((cell) => [cell.name, cell])), [cells]);
  const { mutateAsync } = mutation;

  /** Saves edits at once for the eye and soon on the server; resolves to whether they were kept. */
  const save = useCallback(
    async (given: readonly ValueEdit[], options: { createMissing?: readonly string[]; isUndo?: boolean } = {}) => {
      const { createMissing = [], isUndo = false } = options;
      const edits = withoutNoise(given, byName);
      if (edits.length === 0 && createMissing.length === 0) return true;
      const undo = inverseOf(edits, byName);
      // An answer that is on its way knows nothing of these edits and would take them off the page.
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData<CellSheet>(
        queryKey,
        (sheet) => sheet && { ...sheet, cells: applyEdits(sheet.cells, edits) },
      );
      let isReadAgain = createMissing.length > 0;
      try {
        const changes = toCellEdits([...edits]);
        const named = new Set(changes.map(({ cell }) => cell));
        const bare = createMissing.filter((cell) => !named.has(cell)).map((cell) => ({ cell }));
        await mutateAsync({
          labSlug,
          given: { edits: [...changes, ...bare], createMissing: createMissing.length > 0 },
        });
        setNote({ tone: "good", text: isUndo ? "Taken back." : savedText(edits, createMissing.length) });
        if (!isUndo) setUndoStack((stack) => [...stack.slice(1 - MAX_UNDO), undo]);
        return true;
      } catch (error) {
        isReadAgain = true;
        setNote({ tone: "bad", text: failureOf(error).message });
        return false;
      } finally {
        // What the page shows is what was saved, unless a question was asked meanwhile: a thousand rows are not read for nothing.
        if (isReadAgain || queryClient.isFetching({ queryKey }) > 0) void queryClient.invalidateQueries({ queryKey });
      }
    },
    [byName, labSlug, mutateAsync, queryClient, queryKey],
  );

  const undo = useCallback(async () => {
    const last = undoStack.at(-1);
    if (!last) return;
    setUndoStack((stack) => stack.slice(0, -1));
    await save(last, { isUndo: true });
  }, [save, undoStack]);

  return { query, byName, save, undo, canUndo: undoStack.length > 0, isSaving: mutation.isPending, note, setNote };
}

function savedText(edits: readonly ValueEdit[], created: number): string {
  const cells = new Set(edits.map(({ cell }) => cell)).size;
  const parts = [
    ...(edits.length > 0
      ? [
          `${edits.length} ${edits.length === 1 ? "value" : "values"} of ${cells} ${cells === 1 ? "cell" : "cells"} saved`,
        ]
      : []),
    ...(created > 0 ? [`${created} ${created === 1 ? "cell" : "cells"} made`] : []),
  ];
  return `${parts.join(", ")}.`;
}
