import type { LiveChannel } from "@/app/_trpc/live-channel";

type FollowLabOptions = {
  channel: Pick<LiveChannel, "subscribe" | "snapshot">;
  /** Version that was read last, or null before. */
  seenVersion: () => number | null;
  reread: () => Promise<{ isError: boolean }>;
  /** Called with the version that is read by now. */
  onSeen: (version: number) => void;
  /** A lab that measures changes ten times a second, and most of it is not asked for here. */
  pauseMs: number;
};

/** Reads again after a change of the lab: at once, but one question at a time, and not before a pause is over; later again where one failed. */
export function followLab({ channel, seenVersion, reread, onSeen, pauseMs }: FollowLabOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isAsking = false;
  let isOver = false;
  const catchUp = async () => {
    const version = channel.snapshot().event?.version ?? null;
    if (isAsking || isOver || timer !== null || version === null || version === seenVersion()) return;
    isAsking = true;
    const { isError } = await reread();
    isAsking = false;
    if (isOver) return;
    if (!isError) onSeen(version);
    timer = setTimeout(() => {
      timer = null;
      void catchUp();
    }, pauseMs);
  };
  const leave = channel.subscribe(() => void catchUp());
  void catchUp();
  return () => {
    isOver = true;
    leave();
    if (timer !== null) clearTimeout(timer);
  };
}
