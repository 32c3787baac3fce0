"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { type OverviewView, readOverviewView, writeOverviewView } from "./overview-view";

/** What the overview lists, kept in the address. The text follows a moment later: the address is too slow to type into. */
export function useOverviewView(): readonly [OverviewView, (change: Partial<OverviewView>) => void] {
  const params = useSearchParams();
  const inAddress = useMemo(() => readOverviewView(params), [params]);
  const [text, setText] = useState(inAddress.text);
  const view = useMemo(() => ({ ...inAddress, text }), [inAddress, text]);
  const change = useCallback((given: Partial<OverviewView>) => {
    if (given.text !== undefined) setText(given.text);
    const query = new URLSearchParams(window.location.search);
    const written = writeOverviewView({ ...readOverviewView(query), ...given }, query);
    // Not a step of the history: each letter typed would be one.
    window.history.replaceState(null, "", written === "" ? window.location.pathname : `?${written}`);
  }, []);
  return [view, change];
}
