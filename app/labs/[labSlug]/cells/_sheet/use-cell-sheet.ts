"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useLive } from "@/app/_trpc/live-provider";
import { type Failure, failureOf, useTRPC } from "@/app/_trpc/trpc";
import { useLabChanges } from "@/app/_trpc/use-lab-changes";
import type { CellSheet } from "@/server/domain/cells/cell-sheet";
import { applyEdits, inverseOf, toCellEdits, type ValueEdit, withoutNoise } from "./sheet-edits";

/** States and last samples need not be newer than this: a refetch for every sample would cost more than it shows. */
const REFRESH_MS = 10_000;
const MAX_UNDO = 100;

type SaveOptions = {
  /** Cells made by what is undone. */
  stay?: number;
  /** Cells that are created by their names. */
  createMissing?: readonly string[];
  isUndo?: boolean;
};

export type SheetNote = { tone: "good" | "bad"; text: string };

/** The sheet of the lab's cells, how to edit it, and how to undo edits. */
export function useCellSheet(labSlug: string) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.cells.sheet.queryOptions({ labSlug }, { staleTime }));
  const queryKey = trpc.cells.sheet.queryKey({ labSlug });
  const mutation = useMutation(trpc.cells.edit.mutationOptions());
  const [undoStack, setUndoStack] = useState<readonly { edits: readonly ValueEdit[]; made: number }[]>([]);
  const [note, setNote] = useState<SheetNote | null>(null);
  useLabChanges({
    dependsOn: { cells: "any", configuration: true },
    read: [queryKey],
    // A result read before the save would overwrite what was typed.
    isReady: query.data !== undefined && !mutation.isPending,
    pauseMs: REFRESH_MS,
    delayMs: REFRESH_MS,
  });

  const cells = query.data?.cells;
  const byName = useMemo(() => new Map((cells ?? []).map((cell) => [cell.name, cell])), [cells]);
  const { mutateAsync } = mutation;

  /** Shows edits at once and saves them on the server; resolves to whether they were saved. */
  const save = useCallback(
    async (wanted: readonly ValueEdit[], options: SaveOptions = {}) => {
      const { createMissing, isUndo, stay } = { createMissing: [], isUndo: false, stay: 0, ...options };
      const edits = withoutNoise(wanted, byName);
      if (edits.length + createMissing.length === 0) return true;
      const undo = inverseOf(edits, byName);
      // A request in flight does not know these edits, and its result would overwrite them.
      await queryClient.cancelQueries({ queryKey });
      queryClient.setQueryData<CellSheet>(
        queryKey,
        (sheet) => sheet && { ...sheet, cells: applyEdits(sheet.cells, edits) },
      );
      const given = givenOf(edits, createMissing);
      const failure = await mutateAsync({ labSlug, given }).then(() => null, failureOf);
      setNote(noteOf(failure, isUndo ? undoneText(stay) : savedText(edits, createMissing.length)));
      if (!failure && !isUndo) {
        setUndoStack((stack) => [...stack.slice(1 - MAX_UNDO), { edits: undo, made: createMissing.length }]);
      }
      // The page shows what was saved, unless a refetch began meanwhile: a thousand rows are not read without need.
      const isOutdated = failure !== null || createMissing.length > 0 || queryClient.isFetching({ queryKey }) > 0;
      if (isOutdated) void queryClient.invalidateQueries({ queryKey });
      return failure === null;
    },
    [byName, labSlug, mutateAsync, queryClient, queryKey],
  );

  const undo = useCallback(async () => {
    const last = undoStack.at(-1);
    if (!last) return;
    setUndoStack((stack) => stack.slice(0, -1));
    await save(last.edits, { isUndo: true, stay: last.made });
  }, [save, undoStack]);

  return { query, byName, save, undo, canUndo: undoStack.length > 0, isSaving: mutation.isPending, note, setNote };
}

/** Cells that a table made stay: samples may have arrived for them meanwhile. */
function undoneText(stay: number): string {
  if (stay === 0) return "Undone.";
  return stay === 1
    ? "Values undone. The cell that was made stays; its panel deletes it."
    : `Values undone. The ${stay} cells that were made stay; the panel of each deletes it.`;
}

function noteOf(failure: Failure | null, doneText: string): SheetNote {
  return failure ? { tone: "bad", text: failure.message } : { tone: "good", text: doneText };
}

/** The edits as the server takes them, with the cells that are created without a value. */
function givenOf(edits: readonly ValueEdit[], createMissing: readonly string[]) {
  const changes = toCellEdits([...edits]);
  const named = new Set(changes.map(({ cell }) => cell));
  const bare = createMissing.filter((cell) => !named.has(cell)).map((cell) => ({ cell }));
  return { edits: [...changes, ...bare], createMissing: createMissing.length > 0 };
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
