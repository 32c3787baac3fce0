"use client";

import { useSearchParams } from "next/navigation";
import { createContext, useContext, useSyncExternalStore } from "react";

const CHANGED = "chargetracker:address";

/**
 * The query as the address bar has it. The router's own comes when it has the page again, which it asks the server for when somebody goes
 * back past a reload; twice in a row, it may not come at all.
 */
export function useQueryOfAddress(): string {
  const requested = useSearchParams().toString();
  return useSyncExternalStore(
    followAddress,
    () => window.location.search.slice(1),
    () => requested,
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

/** A query, and the ways to read and change it. */
export type Address = {
  query: string;
  /** As it is when it is asked. */
  read: () => string;
  change: (query: string, isStep: boolean) => void;
};

/** Where a page is drawn beside others, as on a wall, it has a query of its own; null: the address bar's. */
export const OwnAddressContext = createContext<Address | null>(null);

/** The query that the page around is drawn from. */
export function useAddress(): Address {
  const query = useQueryOfAddress();
  return useContext(OwnAddressContext) ?? { query, read: readAddress, change: changeQueryOfAddress };
}

const readAddress = () => window.location.search;

function followAddress(onChange: () => void): () => void {
  window.addEventListener("popstate", onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener("popstate", onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}
