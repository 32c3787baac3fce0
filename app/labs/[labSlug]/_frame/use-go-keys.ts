"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { keepsItsKeys } from "@/app/_components/browser/use-shortcut";

const PATIENCE_MS = 1_500;

/** `g` and then a letter goes to a page, outside of fields, menus and dialogs. */
export function useGoKeys(paths: Readonly<Record<string, string>>): void {
  const begunAtMs = useRef(Number.NEGATIVE_INFINITY);
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || keepsItsKeys(event.target)) return;
    const isSecond = event.timeStamp - begunAtMs.current < PATIENCE_MS;
    begunAtMs.current = !isSecond && event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
    const path = isSecond ? paths[event.key] : undefined;
    if (path === undefined) return;
    event.preventDefault();
    // By clicking its link, so that a question before leaving the page is asked here, too.
    document.querySelector<HTMLAnchorElement>(`nav a[href="${path}"]`)?.click();
  });
  useEffect(() => {
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
