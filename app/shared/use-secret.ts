"use client";

import { useEffect, useSyncExternalStore } from "react";

/** Where the secret waits while whoever has it signs in: the address of that page is sent to the server, and shall not hold it. */
const WAITING = "chargetracker-share";

/** The secret of the link, from behind the # of the address; null where there is none, undefined before the browser knows. */
export function useSecret(): string | null | undefined {
  const secret = useSyncExternalStore(followHash, readSecret, () => undefined);
  useEffect(() => {
    const waiting = sessionStorage.getItem(WAITING);
    if (waiting === null) return;
    sessionStorage.removeItem(WAITING);
    if (window.location.hash === "") window.location.replace(`#${waiting}`);
  }, []);
  return secret;
}

export function keepSecretForSignIn(): void {
  sessionStorage.setItem(WAITING, window.location.hash.slice(1));
}

const readSecret = () => window.location.hash.slice(1) || null;

function followHash(onChange: () => void): () => void {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}
