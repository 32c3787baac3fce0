"use client";

import { useState } from "react";
import { useTick } from "@/app/_components/browser/use-tick";
import type { TableOrder } from "@/app/_components/table/table-view";
import { TableWithTools } from "@/app/_components/table/table-with-tools";
import { historyColumns } from "./history-columns";
import type { ListedImport } from "./listed-import";
import { UndoImport } from "./undo-import";

type HistoryTableProps = {
  labSlug: string;
  imports: readonly ListedImport[];
  opened: string | null;
  mayUndo: boolean;
  timeZone: string;
  onOpen: (importId: string | null) => void;
};

/** The ages shown are updated this often; the list itself only when the lab changes. */
const AGES_EVERY_MS = 10_000;
/** With the button that undoes it. */
const CARD_REM = 7.25;
const NEWEST_FIRST: TableOrder = { key: "when", isFalling: true };
const WORDS = ["import", "imports"] as const;

/** Imports as far as they are loaded, to be filtered, ordered and saved. */
export function HistoryTable({ labSlug, imports, opened, mayUndo, timeZone, onOpen }: HistoryTableProps) {
  const [doomed, setDoomed] = useState<ListedImport | null>(null);
  useTick(AGES_EVERY_MS);
  // Anew each time: what the columns draw has the ages of now.
  const columns = historyColumns({ opened, timeZone, onOpen, onUndo: mayUndo ? setDoomed : null });
  return (
    <>
      <TableWithTools
        label="Imports"
        name="history"
        first={NEWEST_FIRST}
        words={WORDS}
        rows={imports}
        columns={columns}
        keyOf={({ id }) => id}
        stateOf={({ id, fileName, status }) => ({
          isChosen: id === opened,
          data: { "data-import": fileName ?? id, "data-status": status },
        })}
        placeholder="state = failed or warnings > 0"
        file="imports.csv"
        cardRem={mayUndo ? CARD_REM : undefined}
      />
      <UndoImport key={doomed?.id} labSlug={labSlug} doomed={doomed} onClose={() => setDoomed(null)} />
    </>
  );
}
