"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";
import { textScale } from "@/app/_components/browser/text-scale";

/** Of a row, and of the head, as in the style sheets. */
const ROW_REM = 2.125;
export const rowPx = (rowRem = ROW_REM) => 16 * rowRem * textScale();
/** Rows drawn beyond the visible ones, so that fast scrolling shows no gaps. */
const SPARE_ROWS = 12;

/**
 * The rows that are visible in a box that scrolls.
 * @param rowRem the height of each, where it is not the usual one
 */
export function useWindow(ref: RefObject<HTMLDivElement | null>, count: number, rowRem = ROW_REM) {
  const [view, setView] = useState({ top: 0, height: 600 });
  const measure = useCallback(() => {
    const box = ref.current;
    if (!box) return;
    const height = rowPx(rowRem);
    const next = { top: Math.floor(box.scrollTop / height) * height, height: box.clientHeight };
    setView((before) => (before.top === next.top && before.height === next.height ? before : next));
  }, [ref, rowRem]);
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
      const [top, bottom] = [row * rowPx(rowRem), (row + 2) * rowPx(rowRem)];
      if (top < box.scrollTop) box.scrollTop = top;
      else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
      measure();
    },
    [ref, measure, rowRem],
  );
  const height = rowPx(rowRem);
  const rowsInSight = Math.ceil(view.height / height);
  const first = Math.max(0, Math.min(count, Math.floor(view.top / height) - SPARE_ROWS));
  const last = Math.min(count, Math.floor(view.top / height) + rowsInSight + SPARE_ROWS);
  return { first, last, pageRows: Math.max(1, rowsInSight - 2), onScroll: measure, reveal };
}
