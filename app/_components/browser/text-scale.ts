/**
 * How much larger than usual the reader has set text: 2 for twice. What is laid out in pixels by code grows by it, as style sheets do that
 * measure in rem.
 */
export function textScale(): number {
  if (typeof document === "undefined") return 1;
  const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return size > 0 ? size / USUAL_PX : 1;
}

const USUAL_PX = 16;
