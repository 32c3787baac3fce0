"use client";

import { formatAge, formatMoment } from "@/app/_charts/frame/prepare-numbers";

const DAY_MS = 86_400_000;

/** A moment in the lab's time zone: how long ago within a day, else the date; exact on hover. */
export function Moment({ atMs, timeZone }: { atMs: number | null; timeZone: string }) {
  if (atMs === null) return <>–</>;
  const exact = formatMoment(atMs, timeZone);
  const ageMs = Date.now() - atMs;
  const isRecent = ageMs >= 0 && ageMs < DAY_MS;
  return (
    <time dateTime={new Date(atMs).toISOString()} title={exact}>
      {isRecent ? formatAge(ageMs) : exact.split(" ")[0]}
    </time>
  );
}
