"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Domain } from "@/app/_charts/frame/prepare-axis";
import type { Zoom } from "@/app/_charts/frame/prepare-projection";
import type { DashboardState } from "./dashboard-state";
import { type Shown, stepBack, stepsWith, zoomed } from "./prepare-zoom";
import type { ChangeDashboard } from "./use-dashboard-state";

/** The page follows a wheel when it rests: twenty turns a second over its table and its address would hold up the chart. */
const RESTS_AFTER_MS = 200;

/** Where a wheel has come to, and what it began with. */
type Turned = { from: Shown; to: Shown };

/** What was zoomed to, its values in the unit shown, how to zoom, and one step back. */
export function useZoom(state: DashboardState, scale: number, extent: Domain | null, onChange: ChangeDashboard) {
  const { from, to, low, high } = state;
  const inAddress = useMemo<Shown>(() => ({ from, to, low, high }), [from, to, low, high]);
  const [turned, setTurned] = useState<Turned | null>(null);
  // Whatever else leads to another part ends the turn.
  const shown = turned?.from === inAddress ? turned.to : inAddress;
  const values = useMemo(
    () => ({
      from: shown.low === null ? null : shown.low * scale,
      to: shown.high === null ? null : shown.high * scale,
    }),
    [shown, scale],
  );
  const steps = useRef<readonly Shown[]>([]);
  const latest = useRef({ inAddress, shown, extent });
  useEffect(() => {
    latest.current = { inAddress, shown, extent };
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const zoom = useCallback(
    (given: Zoom | null) => {
      clearTimeout(timer.current);
      if (given === null) {
        const back = stepBack(steps.current);
        steps.current = back.steps;
        return onChange(back.shown);
      }
      const isContinued = given.isContinued === true;
      const now = latest.current;
      steps.current = stepsWith(steps.current, now.shown, isContinued);
      const next = zoomed(given, scale, now.extent);
      if (!isContinued) return onChange(next);
      const reached = { ...now.shown, ...next };
      latest.current = { ...now, shown: reached };
      setTurned({ from: now.inAddress, to: reached });
      timer.current = setTimeout(() => {
        if (latest.current.inAddress === now.inAddress) onChange(reached, true);
      }, RESTS_AFTER_MS);
    },
    [onChange, scale],
  );
  return { shown, values, zoom };
}
