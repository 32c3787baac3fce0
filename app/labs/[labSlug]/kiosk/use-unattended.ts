"use client";

import { useEffect } from "react";
import { useKeptSession } from "@/app/_components/account/use-kept-session";

const LOOK_EVERY_MS = 15 * 60 * 1000;
const FRESH_MS = 6 * 60 * 60 * 1000;

/** A page that nobody sits at: its screen stays on, its session goes on, and a new release reaches it. */
export function useUnattended(): void {
  useKeptSession(true);
  useWakeLock();
  useFreshPage();
}

/** The browser takes the lock back with the page out of sight. */
function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      // Where the browser has none, or no power for it, the screen's own setting counts.
      lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
    };
    void ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      document.removeEventListener("visibilitychange", ask);
      void lock?.release();
    };
  }, []);
}

/** Loads the page again a few times a day, once the server surely has it: a browser's own page of errors would stay. */
function useFreshPage(): void {
  useEffect(() => {
    const sinceMs = Date.now();
    const look = async () => {
      if (Date.now() - sinceMs < FRESH_MS) return;
      const isThere = await fetch("/api/health", { cache: "no-store" }).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isThere) window.location.reload();
    };
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
}
