import { useEffect } from "react";
import { useLive } from "./live-provider";
import type { Watch } from "./watched-by-tabs";

/** Has the lab's stream bring what changes of something while it is shown: not while the user has paused the page or its tab is hidden. */
export function useWatch(watch: Watch | null): void {
  const { channel, pausedStore } = useLive();
  const text = watch && JSON.stringify(watch);
  useEffect(() => {
    if (text === null) return;
    let end: (() => void) | null = null;
    const follow = () => {
      const isWanted = !pausedStore.get() && document.visibilityState !== "hidden";
      if (isWanted) end ??= channel.watch(JSON.parse(text) as Watch);
      else {
        end?.();
        end = null;
      }
    };
    follow();
    const leave = pausedStore.subscribe(follow);
    document.addEventListener("visibilitychange", follow);
    return () => {
      leave();
      document.removeEventListener("visibilitychange", follow);
      end?.();
    };
  }, [channel, pausedStore, text]);
}
