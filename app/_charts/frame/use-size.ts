import { type RefCallback, startTransition, useCallback, useState } from "react";

type Size = { width: number; height: number };

const UNKNOWN: Size = { width: 0, height: 0 };

/**
 * The size of an element inside its borders, in CSS pixels. What is drawn to it may take its time, in pieces that let the page answer to the pointer
 * between them.
 */
export function useSize(): [RefCallback<HTMLElement>, Size] {
  const [size, setSize] = useState(UNKNOWN);
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      startTransition(() =>
        setSize((known) => (known.width === width && known.height === height ? known : { width, height })),
      );
    };
    // It tells of an element at once when the browser has laid it out, which asking for the size here would make it do twice.
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
