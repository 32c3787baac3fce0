"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";

export const ROW_PX = 34;
const HEAD_PX = 34;
/** Rows drawn beyond the visible ones, so that fast scrolling shows no gaps. */
const SPARE_ROWS = 12;

/** The rows that are visible in a box that scrolls. */
export function useWindow(ref: RefObject<HTMLDivElement | null>, count: number) {
  const [view, setView] = useState({ top: 0, height: 600 });
  const measure = useCallback(() => {
    const box = ref.current;
    if (!box) return;
    const next = { top: Math.floor(box.scrollTop / ROW_PX) * ROW_PX, height: box.clientHeight };
    setView((before) => (before.top === next.top && before.height === next.height ? before : next));
  }, [ref]);
  useEffect(() => {
    const box = ref.current;
    if (!box) return;
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [ref, measure]);
  const reveal = useCallback(
    (row: number) => {
      const box = ref.current;
      if (!box) return;
      const [top, bottom] = [row * ROW_PX, (row + 1) * ROW_PX + HEAD_PX];
      if (top < box.scrollTop) box.scrollTop = top;
      else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
      measure();
    },
    [ref, measure],
  );
  const rowsInSight = Math.ceil(view.height / ROW_PX);
  const first = Math.max(0, Math.min(count, Math.floor(view.top / ROW_PX) - SPARE_ROWS));
  const last = Math.min(count, Math.floor(view.top / ROW_PX) + rowsInSight + SPARE_ROWS);
  return { first, last, pageRows: Math.max(1, rowsInSight - 2), onScroll: measure, reveal };
}
