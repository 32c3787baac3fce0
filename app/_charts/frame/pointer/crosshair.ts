"use client";

import { useState } from "react";
import { createValueStore, type ValueStore } from "@/app/_components/browser/value-store";

/** Where on x somebody points, and in which chart: what charts with one axis and tables beside them share. */
export type Crosshair = ValueStore<{ x: number; by: string } | null>;

/** One for charts above each other. Only what follows it is drawn again when the pointer moves. */
export function useCrosshair(): Crosshair {
  return useState<Crosshair>(() => createValueStore<{ x: number; by: string } | null>(null))[0];
}
