"use client";

import { useEffect, useState } from "react";

/**
 * What a link of a mail carries behind its "#", which browsers keep to themselves; null until the page runs. It is taken out of the
 * address bar at once, so that it stays in no history.
 * @param keeps it stays in the address, for a page that is come back to
 */
export function useLinkFields({ keeps = false }: { keeps?: boolean } = {}): URLSearchParams | null {
  const [fields, setFields] = useState<URLSearchParams | null>(null);
  useEffect(() => {
    const { hash, pathname } = window.location;
    setFields((known) => known ?? new URLSearchParams(hash.slice(1)));
    if (hash !== "" && !keeps) window.history.replaceState(window.history.state, "", pathname);
  }, [keeps]);
  return fields;
}
