"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc";
import { ConfirmByName } from "../../settings/confirm-by-name";
import type { ListedImport } from "./listed-import";
import { cellsOf, nameOfImport } from "./import-words";
import { countOf } from "../_files/prepare-words";

type UndoImportProps = { labSlug: string; doomed: ListedImport | null; onClose: () => void };

/** Rolls back an import once its name is typed, and says first what is deleted with it. */
export function UndoImport({ labSlug, doomed, onClose }: UndoImportProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSuccess = async () => {
    onClose();
    await queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() });
  };
  const undo = useMutation(trpc.imports.undo.mutationOptions({ onSuccess }));
  const close = () => {
    undo.reset();
    onClose();
  };
  return (
    <ConfirmByName
      isOpen={doomed !== null}
      title="Undo this import?"
      name={doomed ? nameOfImport(doomed) : ""}
      action="Undo import"
      isBusy={undo.isPending}
      error={undo.error}
      onClose={close}
      onConfirm={() => doomed && undo.mutate({ labSlug, given: { importId: doomed.id } })}
    >
      {doomed && <WhatGoes doomed={doomed} />}
    </ConfirmByName>
  );
}

function WhatGoes({ doomed }: { doomed: ListedImport }) {
  const { samples, unchanged, replaced } = doomed;
  return (
    <>
      <p>
        {countOf(samples - unchanged, "sample")} of <bdi>{cellsOf(doomed)}</bdi> go, and cycles are recomputed without
        them.
      </p>
      {replaced > 0 && (
        <p>{countOf(replaced, "sample")} of them had replaced others: their previous values are not restored.</p>
      )}
      {unchanged > 0 && <p>{countOf(unchanged, "sample")} had been there before and stay.</p>}
    </>
  );
}
