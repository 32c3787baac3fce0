"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The import whose report is open, as the URL has it, and the one way to change it. Back closes it again. */
export function useOpenedImport(): [string | null, (importId: string | null) => void] {
  const requested = useSearchParams().get("import");
  const open = useCallback((importId: string | null) => {
    const url = importId === null ? window.location.pathname : `?${new URLSearchParams({ import: importId })}`;
    window.history.pushState(null, "", url);
  }, []);
  return [requested !== null && UUID.test(requested) ? requested : null, open];
}
