"use client";

import { useCallback, useEffect, useMemo, useRef } from "react";
import type { Domain } from "@/app/_charts/frame/prepare-axis";
import type { Zoom } from "@/app/_charts/frame/prepare-projection";
import type { DashboardState } from "../dashboard-state";
import { type Shown, shownOf, stepBack, stepsWith, zoomed } from "./prepare-zoom";
import type { ChangeDashboard } from "../use-dashboard-state";

/** What was zoomed to, in the unit shown, how to zoom, and one step back. */
export function useZoom(state: DashboardState, scale: number, extent: Domain | null, onChange: ChangeDashboard) {
  const { low, high } = state;
  const values = useMemo(
    () => ({ from: low === null ? null : low * scale, to: high === null ? null : high * scale }),
    [low, high, scale],
  );
  const steps = useRef<readonly Shown[]>([]);
  const latest = useRef({ state, extent });
  useEffect(() => {
    latest.current = { state, extent };
  });
  const zoom = useCallback(
    (given: Zoom | null) => {
      if (given === null) {
        const back = stepBack(steps.current);
        steps.current = back.steps;
        return onChange(back.shown);
      }
      const isContinued = given.isContinued === true;
      steps.current = stepsWith(steps.current, shownOf(latest.current.state), isContinued);
      onChange(zoomed(given, scale, latest.current.extent), isContinued);
    },
    [onChange, scale],
  );
  return { values, zoom };
}
