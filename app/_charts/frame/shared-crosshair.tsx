"use client";

import { useState, useSyncExternalStore } from "react";
import classes from "./shared-crosshair.module.css";
import { type Projection, toX, toY } from "./prepare-projection";

/** Where the pointer is on an axis that several panels share; null: on none of them. */
export type CrosshairStore = {
  get: () => number | null;
  set: (at: number | null) => void;
  subscribe: (listener: () => void) => () => void;
};

function createCrosshair(): CrosshairStore {
  const listeners = new Set<() => void>();
  let at: number | null = null;
  return {
    get: () => at,
    set: (next) => {
      if (next === at) return;
      at = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A crosshair for panels above each other. Only what follows it is drawn again when the pointer moves. */
export function useCrosshair(): CrosshairStore {
  return useState(createCrosshair)[0];
}

export function useCrosshairAt(store: CrosshairStore): number | null {
  return useSyncExternalStore(store.subscribe, store.get, () => null);
}

type SharedCrosshairProps = {
  store: CrosshairStore;
  projection: Projection;
  /** The value of this panel there; null where it has none. */
  valueAt: (x: number) => number | null;
  colour: string;
};

/** The crosshair in one of the panels. */
export function SharedCrosshair({ store, projection, valueAt, colour }: SharedCrosshairProps) {
  const at = useCrosshairAt(store);
  if (at === null || at < projection.x[0] || at > projection.x[1]) return null;
  const { plot, y } = projection;
  const value = valueAt(at);
  const isInside = value !== null && value >= y[0] && value <= y[1];
  const x = toX(projection, at);
  return (
    <g pointerEvents="none" data-crosshair={at}>
      <path className={classes.line} d={`M${x},${plot.y}v${plot.height}`} />
      {isInside && <circle className={classes.dot} cx={x} cy={toY(projection, value)} r={4} fill={colour} />}
    </g>
  );
}
