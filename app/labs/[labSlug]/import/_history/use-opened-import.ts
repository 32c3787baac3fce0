"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";
import { changeQueryOfAddress } from "@/app/_components/browser/use-address";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The import whose report is open, as the URL has it, and the one way to change it. Back closes it again. */
export function useOpenedImport(): [string | null, (importId: string | null) => void] {
  const requested = useSearchParams().get("import");
  const open = useCallback((importId: string | null) => {
    // How the table beside it is looked at stays.
    const query = new URLSearchParams(window.location.search);
    if (importId === null) query.delete("import");
    else query.set("import", importId);
    changeQueryOfAddress(query.toString(), true);
  }, []);
  return [requested !== null && UUID.test(requested) ? requested : null, open];
}
