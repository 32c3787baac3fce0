"use client";

import { useSearchParams } from "next/navigation";
import { useSyncExternalStore } from "react";

const CHANGED = "chargetracker:address";

/**
 * The query as the address bar has it. The router's own comes when it has the page again, which it asks the server for when somebody goes
 * back past a reload; twice in a row, it may not come at all.
 */
export function useQueryOfAddress(): string {
  const asked = useSearchParams().toString();
  return useSyncExternalStore(
    followAddress,
    () => window.location.search.slice(1),
    () => asked,
  );
}

/** Puts another query into the address, without asking the server for the page again. @param isStep whether Back undoes it */
export function changeQueryOfAddress(query: string, isStep: boolean): void {
  const { pathname, hash } = window.location;
  const url = `${pathname}${query && `?${query}`}${hash}`;
  if (isStep) window.history.pushState(null, "", url);
  else window.history.replaceState(null, "", url);
  window.dispatchEvent(new Event(CHANGED));
}

function followAddress(onChange: () => void): () => void {
  window.addEventListener("popstate", onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener("popstate", onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}
