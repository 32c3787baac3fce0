"use client";

import { useMemo, useState } from "react";
import type { DeviationText } from "./prepare-deviations";
import { heldRows } from "./prepare-held-rows";

export type HeldRows = ReturnType<typeof useHeldRows>;

/** Live rows stay under the pointer, and where the focus is, until it leaves or asks for the new order. */
export function useHeldRows(latest: readonly DeviationText[]) {
  const [heldIds, setHeldIds] = useState<readonly number[] | null>(null);
  const { rows, moved } = useMemo(() => heldRows(latest, heldIds), [latest, heldIds]);
  const hold = () => setHeldIds((held) => held ?? latest.map(({ cellId }) => cellId));
  const letMove = () => setHeldIds((held) => held && latest.map(({ cellId }) => cellId));
  const leave = () => setHeldIds(null);
  const handlers = { onPointerEnter: hold, onPointerLeave: leave, onFocus: hold, onBlur: leave };
  return { rows, moved, hold, letMove, handlers };
}
