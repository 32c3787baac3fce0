import { type RefCallback, useCallback, useState } from "react";

type Size = { width: number; height: number };

const UNKNOWN: Size = { width: 0, height: 0 };

/** The size of an element inside its borders, in CSS pixels: known before it is painted for the first time, and followed from there. */
export function useSize(): [RefCallback<HTMLElement>, Size] {
  const [size, setSize] = useState(UNKNOWN);
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((known) => (known.width === width && known.height === height ? known : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
