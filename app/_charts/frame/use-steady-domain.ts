"use client";

import { useState } from "react";
import type { Domain } from "./prepare-axis";

type Grow = (extent: Domain | null, previous: Domain | null) => Domain;

/**
 * An axis that stays as it is while data arrives, and grows by round steps when it must. It starts anew with another `key`: another
 * metric, range or choice of groups. `grow` returns the previous domain itself where that will do.
 */
export function useSteadyDomain(key: string, extent: Domain | null, grow: Grow): Domain {
  const [kept, setKept] = useState<{ key: string; domain: Domain | null }>({ key, domain: null });
  const previous = kept.key === key ? kept.domain : null;
  const domain = grow(extent, previous);
  // An axis without data is not worth keeping: it must not hold back the first that comes.
  const next = extent || previous ? domain : null;
  if (kept.key !== key || kept.domain !== next) setKept({ key, domain: next });
  return domain;
}
