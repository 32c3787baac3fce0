"use client";

import { useEffect, useState } from "react";

/**
 * What a link of a mail carries behind its "#", which browsers keep to themselves; null until the page runs. It is taken out of the
 * address bar at once, so that it stays in no history.
 */
export function useLinkFields(): URLSearchParams | null {
  const [fields, setFields] = useState<URLSearchParams | null>(null);
  useEffect(() => {
    const { hash, pathname } = window.location;
    setFields((known) => known ?? new URLSearchParams(hash.slice(1)));
    if (hash !== "") window.history.replaceState(window.history.state, "", pathname);
  }, []);
  return fields;
}
