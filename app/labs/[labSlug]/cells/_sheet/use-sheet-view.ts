"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useState } from "react";
import { readSheetView, type SheetView, writeSheetView } from "./sheet-view";

/** What the sheet shows, kept in the address so that it can be sent and comes back. The address follows: it is too slow to type into. */
export function useSheetView(): readonly [SheetView, (change: Partial<SheetView>) => void] {
  const params = useSearchParams();
  const [view, setView] = useState(() => readSheetView(params));
  const change = useCallback((given: Partial<SheetView>) => {
    const query = new URLSearchParams(window.location.search);
    const next = { ...readSheetView(query), ...given };
    setView(next);
    const text = writeSheetView(next, query).toString();
    // Not a step of the history: each letter typed would be one.
    window.history.replaceState(null, "", text === "" ? window.location.pathname : `?${text}`);
  }, []);
  return [view, change];
}
