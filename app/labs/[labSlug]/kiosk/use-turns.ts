"use client";

import { useEffect, useState } from "react";
import { useShortcut } from "@/app/_components/browser/use-shortcut";

/** Which of several views has its turn. Left and right go by hand, and begin the time anew. */
export function useTurns(count: number, everyMs: number): number {
  const [turn, setTurn] = useState({ at: 0 });
  const go = (step: number) => setTurn(({ at }) => ({ at: (at + step + count) % Math.max(1, count) }));
  useShortcut("ArrowLeft", () => go(-1));
  useShortcut("ArrowRight", () => go(1));
  useEffect(() => {
    if (count < 2) return undefined;
    const timer = setTimeout(() => setTurn({ at: (turn.at + 1) % count }), everyMs);
    return () => clearTimeout(timer);
  }, [turn, count, everyMs]);
  return turn.at < count ? turn.at : 0;
}
