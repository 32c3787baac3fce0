"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Domain } from "@/app/_charts/frame/prepare-axis";
import type { Zoom } from "@/app/_charts/frame/prepare-projection";
import type { DashboardState } from "../dashboard-state";
import { type Shown, stepBack, stepsWith, zoomed } from "./prepare-zoom";
import type { ChangeDashboard } from "../use-dashboard-state";

/** The page follows a wheel when it rests: twenty turns a second over its table and its address would hold up the chart. */
const RESTS_AFTER_MS = 200;

/** Where a wheel has come to, what it began with, and whether that is a step that Back undoes. */
type Turned = { from: Shown; to: Shown; isStep: boolean };

/** What was zoomed to, its values in the unit shown, whether a wheel still turns, how to zoom, and one step back. */
export function useZoom(state: DashboardState, scale: number, extent: Domain | null, onChange: ChangeDashboard) {
  const { from, to, low, high } = state;
  const inAddress = useMemo<Shown>(() => ({ from, to, low, high }), [from, to, low, high]);
  const [turned, setTurned] = useState<Turned | null>(null);
  // Whatever else leads to another part ends the turn.
  const isTurning = turned?.from === inAddress;
  const shown = isTurning ? turned.to : inAddress;
  const values = useMemo(
    () => ({
      from: shown.low === null ? null : shown.low * scale,
      to: shown.high === null ? null : shown.high * scale,
    }),
    [shown, scale],
  );
  const steps = useRef<readonly Shown[]>([]);
  const latest = useRef({ inAddress, turned, extent });
  useEffect(() => {
    latest.current = { inAddress, turned, extent };
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const turn = useCallback((next: Turned | null) => {
    latest.current = { ...latest.current, turned: next };
    setTurned(next);
  }, []);
  const zoom = useCallback(
    (given: Zoom | null) => {
      clearTimeout(timer.current);
      const { inAddress: begun, turned: before, extent: whole } = latest.current;
      const open = before?.from === begun ? before : null;
      if (given === null) {
        const back = stepBack(steps.current);
        steps.current = back.steps;
        turn(null);
        return onChange(back.shown);
      }
      const isContinued = given.isContinued === true;
      const now = open?.to ?? begun;
      steps.current = stepsWith(steps.current, now, isContinued);
      const next = { ...now, ...zoomed(given, scale, whole) };
      if (given.isContinued === undefined) {
        turn(null);
        return onChange(next);
      }
      const reached = { from: begun, to: next, isStep: open?.isStep ?? !isContinued };
      turn(reached);
      timer.current = setTimeout(() => {
        if (latest.current.inAddress === begun) onChange(reached.to, !reached.isStep);
      }, RESTS_AFTER_MS);
    },
    [onChange, scale, turn],
  );
  return { shown, values, isTurning, zoom };
}
