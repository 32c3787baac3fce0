"use client";

import { useEffect, useSyncExternalStore } from "react";

// A browser lays a page out anew for its printer, but runs no code of ours while it does: what is drawn by code has to be ready before.

let isOnPaper = false;
const followers = new Set<() => void>();

function follow(follower: () => void): () => void {
  if (followers.size === 0) listen("addEventListener");
  followers.add(follower);
  return () => {
    followers.delete(follower);
    if (followers.size === 0) listen("removeEventListener");
  };
}

function listen(how: "addEventListener" | "removeEventListener"): void {
  window[how]("beforeprint", putOnPaper);
  window[how]("afterprint", putOnScreen);
}

const putOnPaper = () => notify(true);
const putOnScreen = () => notify(false);

function notify(isPrinting: boolean): void {
  isOnPaper = isPrinting;
  for (const follower of followers) follower();
}

/** Whether the page is being printed. It is told before the browser lays the page out. */
export function useIsOnPaper(): boolean {
  return useSyncExternalStore(
    follow,
    () => isOnPaper,
    () => false,
  );
}

/** Paper is white: prints in the light colours whatever the screen shows. */
export function useLightPaper(): void {
  const isPrinting = useIsOnPaper();
  useEffect(() => {
    if (!isPrinting) return undefined;
    const root = document.documentElement;
    const shown = root.getAttribute(SCHEME);
    root.setAttribute(SCHEME, "light");
    return () => {
      if (shown !== null) root.setAttribute(SCHEME, shown);
    };
  }, [isPrinting]);
}

const SCHEME = "data-mantine-color-scheme";
