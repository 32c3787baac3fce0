import type { Domain } from "../frame/prepare-axis";
import { type Projection, toX } from "../frame/prepare-projection";

/** When a cycle ran, in the unit of the axis. */
export type CycleSpan = { cycle: number; from: number; to: number };

/** A label is at most so wide. */
const PX_PER_LABEL = 44;

/** Where cycles begin, with their numbers, where there is room for them; else none: a line at every pixel would be a wall. */
export function cycleLabels(spans: readonly CycleSpan[], projection: Projection): { cycle: number; x: number }[] {
  const [from, to] = projection.x;
  const inSight = spans.filter((span) => span.from >= from && span.from <= to);
  if (inSight.length === 0 || inSight.length * PX_PER_LABEL > projection.plot.width) return [];
  const labels: { cycle: number; x: number }[] = [];
  for (const { cycle, from: at } of inSight) {
    const x = Math.round(toX(projection, at));
    const last = labels.at(-1);
    if (!last || x - last.x >= PX_PER_LABEL) labels.push({ cycle, x });
  }
  return labels;
}

/** A step of the chosen cycle, and what it did, in the unit of the axis. */
export type StepSpan = { label: string; from: number; to: number };

/** About what a letter of a label takes, and its room at both sides. */
const PX_PER_LETTER = 6;
const LABEL_MARGIN_PX = 6;
/** Steps that are narrower have no line of their own. */
const PX_PER_STEP = 4;

/** Where steps begin, as far as they are in sight, with their labels where there is room for the words. */
export function stepLabels(steps: readonly StepSpan[], projection: Projection): { label: string; x: number }[] {
  return steps.flatMap((step) => {
    const ends = spanInSight(step, projection);
    if (ends === null || ends[1] - ends[0] < PX_PER_STEP) return [];
    const hasRoom = ends[1] - ends[0] >= step.label.length * PX_PER_LETTER + LABEL_MARGIN_PX;
    return [{ label: hasRoom ? step.label : "", x: Math.round(ends[0]) }];
  });
}

/** Left and right end of a stretch of time as far as it is on the axis; null where it is not. */
export function spanInSight({ from, to }: { from: number; to: number }, projection: Projection): Domain | null {
  const [low, high] = projection.x;
  if (to < low || from > high) return null;
  return [toX(projection, Math.max(low, from)), toX(projection, Math.min(high, to))];
}

/** A stretch that is moved and stretched inside the whole; `null` where it would be the whole. */
export function movedWindow(
  [from, to]: Domain,
  whole: Domain,
  change: { shift?: number; stretch?: number },
): Domain | null {
  const { shift = 0, stretch = 1 } = change;
  const span = (to - from) * stretch;
  const length = whole[1] - whole[0];
  if (!(span < length)) return null;
  const middle = (from + to) / 2 + shift * (to - from);
  const start = Math.min(whole[1] - span, Math.max(whole[0], middle - span / 2));
  return [start, start + span];
}
