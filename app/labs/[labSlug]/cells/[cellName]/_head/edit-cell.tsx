"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/trpc";
import type { CellHead } from "@/server/domain/cells/cell-page";
import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import type { Role } from "@/server/domain/labs/permissions";
import type { SheetNote } from "../../_sheet/use-cell-sheet";

// Its fields and actions are a script of their own, for whoever opens it.
const CellPanel = dynamic(() => import("../../_panel/cell-panel").then((loaded) => loaded.CellPanel), { ssr: false });

type EditCellProps = {
  labSlug: string;
  role: Role;
  timeZone: string;
  head: CellHead;
  isOpen: boolean;
  onClose: () => void;
  onNote: (note: SheetNote) => void;
};

const NO_OTHERS: SheetCell[] = [];

/** The panel of the sheet of cells, for this one. The other cells, into which it may be merged, are asked for when it is opened. */
export function EditCell({ labSlug, role, timeZone, head, isOpen, onClose, onNote }: EditCellProps) {
  const trpc = useTRPC();
  const sheet = useQuery(trpc.cells.sheet.queryOptions({ labSlug }, { enabled: isOpen }));
  // Once it was open it stays: only a dialog that closes gives the focus back.
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  if (!wasOpen) return null;
  return (
    <CellPanel
      focusesFirst
      labSlug={labSlug}
      role={role}
      cell={isOpen ? head.cell : null}
      cells={sheet.data?.cells ?? NO_OTHERS}
      fields={head.fields}
      timeZone={timeZone}
      onClose={onClose}
      onNote={onNote}
    />
  );
}
