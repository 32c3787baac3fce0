"use client";

import { useEffect } from "react";
import { askAccount } from "./account-request";

const LOOK_EVERY_MS = 60 * 60 * 1000;
/** A session is prolonged once a day at most (`updateAge` in `server/auth/accounts/auth.ts`). */
const ASK_EVERY_MS = 24 * 60 * 60 * 1000;
/** When this browser last asked, for all of its tabs. */
const KEPT_AS = "session-asked-at-ms";

/**
 * Prolongs the session once a day, so that it ends 30 days after its last use and not after its start.
 * @param isUnattended a wall's, which is used also while its browser takes it for hidden, as with the screen off
 */
export function useKeptSession(isUnattended: boolean): void {
  useEffect(() => {
    const look = () => {
      if (isUnattended || document.visibilityState === "visible") void ask();
    };
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [isUnattended]);
}

/** When this page last asked: a browser may keep nothing. */
let requestedAtMs = 0;

async function ask(): Promise<void> {
  const beforeMs = Math.max(requestedAtMs, readKept());
  const nowMs = Date.now();
  // A clock that was put back must not end it.
  if (nowMs >= beforeMs && nowMs - beforeMs < ASK_EVERY_MS) return;
  requestedAtMs = nowMs;
  const { status } = await askAccount("/prolong-session", {});
  if (status === 200) keep(nowMs);
  else requestedAtMs = 0;
}

function readKept(): number {
  try {
    return Number(window.localStorage.getItem(KEPT_AS) ?? 0);
  } catch {
    return 0;
  }
}

function keep(nowMs: number): void {
  try {
    window.localStorage.setItem(KEPT_AS, String(nowMs));
  } catch {
    // This page remembers it.
  }
}
