"use client";

import { type ComponentType, useEffect, useState } from "react";
import { useValue } from "../browser/value-store";
import { type UndoState, undoState } from "./undo-offers";

type Toast = ComponentType<{ state: UndoState }>;

/** Where a page offers to undo what was just done. What it offers by comes with the first offer; without it, what was done is done. */
export function UndoPlace() {
  const state = useValue(undoState);
  const [Shown, setShown] = useState<Toast | null>(null);
  const isNeeded = state !== null && Shown === null;
  useEffect(() => {
    if (!isNeeded) return;
    import("./undo-toast").then(
      ({ UndoToast }) => setShown(() => UndoToast),
      () => {},
    );
  }, [isNeeded]);
  return state && Shown && <Shown state={state} />;
}
