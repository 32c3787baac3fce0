"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";
import { textScale } from "@/app/_components/text-scale";

/** Of a row, and of the head: 2.125 rem in the style sheet. */
export const rowPx = () => 34 * textScale();
/** Rows drawn beyond the visible ones, so that fast scrolling shows no gaps. */
const SPARE_ROWS = 12;

/** The rows that are visible in a box that scrolls. */
export function useWindow(ref: RefObject<HTMLDivElement | null>, count: number) {
  const [view, setView] = useState({ top: 0, height: 600 });
  const measure = useCallback(() => {
    const box = ref.current;
    if (!box) return;
    const next = { top: Math.floor(box.scrollTop / rowPx()) * rowPx(), height: box.clientHeight };
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
      const [top, bottom] = [row * rowPx(), (row + 2) * rowPx()];
      if (top < box.scrollTop) box.scrollTop = top;
      else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
      measure();
    },
    [ref, measure],
  );
  const rowsInSight = Math.ceil(view.height / rowPx());
  const first = Math.max(0, Math.min(count, Math.floor(view.top / rowPx()) - SPARE_ROWS));
  const last = Math.min(count, Math.floor(view.top / rowPx()) + rowsInSight + SPARE_ROWS);
  return { first, last, pageRows: Math.max(1, rowsInSight - 2), onScroll: measure, reveal };
}
