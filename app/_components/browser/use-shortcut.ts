"use client";

import { useEffect, useEffectEvent } from "react";

/** Calls `act` when the key is pressed outside of fields, menus and dialogs, without Ctrl, Alt or ⌘. */
export function useShortcut(key: string, act: () => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== key || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (keepsItsKeys(event.target)) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** Whether what is typed there is meant for it. */
export function keepsItsKeys(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(KEEPS_ITS_KEYS) !== null;
}

/** A chart's cursor leaves the page the keys that it does not take itself. */
const KEEPS_ITS_KEYS =
  'input, textarea, select, [contenteditable="true"], dialog, [role="dialog"], [role="radiogroup"], [role="slider"]:not([data-shares-keys]), [role="grid"], [data-keeps-keys]';
