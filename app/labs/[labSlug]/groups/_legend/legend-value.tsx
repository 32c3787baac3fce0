"use client";

import { useSyncExternalStore } from "react";
import type { Crosshair } from "@/app/_charts/frame/pointer/crosshair";
import { formatFixed } from "@/app/_charts/frame/prepare-numbers";
import type { GroupAxis } from "@/app/_charts/groups/prepare-group-axes";
import type { PreparedSeries } from "@/app/_charts/groups/prepare-series";
import { valueAtPlace } from "./prepare-pointed";

/** Where the pointer is; only what reads it is drawn again when it moves. */
function usePlace<Answer>(crosshair: Crosshair, read: (place: number | null) => Answer): Answer {
  return useSyncExternalStore(
    crosshair.subscribe,
    () => read(crosshair.get()?.x ?? null),
    () => read(null),
  );
}

/** "Last", or where the pointer is. */
export function PlaceHead({ crosshair, axis }: { crosshair: Crosshair; axis: GroupAxis }) {
  const text = usePlace(crosshair, (place) => (place === null ? null : axis.textOf(place)));
  return <span data-place={text ?? "last"}>{text === null ? "Last" : `At ${text}`}</span>;
}

type LegendValueProps = {
  crosshair: Crosshair;
  /** The line as it is drawn; null: it is hidden. */
  drawn: PreparedSeries | null;
  last: number | null;
  decimals: number;
};

/** The last value of a line, or that where the pointer is. */
export function LegendValue({ crosshair, drawn, last, decimals }: LegendValueProps) {
  const value = usePlace(crosshair, (place) => (place === null || drawn === null ? last : valueAtPlace(drawn, place)));
  return formatFixed(value, decimals);
}
