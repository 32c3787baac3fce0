"use client";

import { useMemo, useState } from "react";
import type { Domain } from "./prepare-axis";
import type { XAxis } from "./prepare-x-axis";

type Extend = (extent: Domain | null, previous: Domain | null) => Domain;

/**
 * An axis that stays as it is while data arrives, and grows by round steps when it must. It starts anew with another `key`: another
 * metric, range or choice of groups. `extend` returns the previous domain itself where that will do.
 */
export function useSteadyDomain(key: string, extent: Domain | null, extend: Extend): Domain {
  const [kept, setKept] = useState<{ key: string; domain: Domain | null }>({ key, domain: null });
  const previous = kept.key === key ? kept.domain : null;
  const domain = extend(extent, previous);
  // An axis without data is not kept: it would distort the axis of the first data.
  const next = extent || previous ? domain : null;
  // Compared by their numbers: an equal domain in a new object must not render the chart again without end.
  if (kept.key !== key || !isSame(kept.domain, next)) setKept({ key, domain: next });
  return isSame(previous, domain) && previous ? previous : domain;
}

const isSame = (one: Domain | null, other: Domain | null) =>
  one === other || (one !== null && other !== null && Object.is(one[0], other[0]) && Object.is(one[1], other[1]));

/** A range that was asked for; null leaves an end to the data. */
type RequestedRange = { from: number | null; to: number | null };

/** The axis along x: steady, or exactly what was asked for. A range of one value still needs a width. */
export function useXDomain(key: string, extent: Domain | null, axis: XAxis, { from, to }: RequestedRange): Domain {
  const grown = useSteadyDomain(key, extent, axis.extend);
  const low = from ?? grown[0];
  const high = Math.max(to ?? grown[1], low + axis.leastSpan);
  return useMemo(() => [low, high] as const, [low, high]);
}
