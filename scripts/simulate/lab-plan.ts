import { type CellDesign, LONGEST_START_OFFSET_MS } from "@/server/domain/simulated-cells/cell-design";
import { planCycle, SWITCHING_MS } from "@/server/domain/simulated-cells/cycle-plan";
import { countSamples } from "@/server/domain/simulated-cells/cycle-samples";

/** How the simulated time of a lab runs. Times are ms since the lab's start; a cell's test starts `startOffsetMs` later. */
export type LabPlan = {
  /** How much of the test is history: at least until the last cell has started, or the live part would begin with few of them. */
  historyMs: number;
  /** Simulated time ÷ real time of the live part. */
  timeLapse: number;
  /** Samples for each one of the plain grid, in the live part. */
  density: number;
  /** What the live part comes to, in samples/s. */
  ratePerS: number;
};

export type LabWishes = { historySamples: number; ratePerS: number; timeLapse: number | null };

/** Faster than that, cycles pass too quickly to be watched; more samples a cycle are taken instead. */
const FASTEST_BY_DEFAULT = 60;
const DENSITY = { least: 0.4, most: 50 };
const DAY_MS = 86_400_000;
/** How long the live part can run before it reaches now, unless its time-lapse is so large that this would take us back too far. */
const LIVE_RUN_MS = 7 * DAY_MS;
const LARGEST_GAP_MS = 10 * 365 * DAY_MS;
const SMALLEST_GAP_MS = 60_000;
const MINUTE_MS = 60_000;

export function planLab(cells: readonly CellDesign[], wishes: LabWishes): LabPlan {
  const courses = cells.map((cell) => courseOf(cell, (1.5 * wishes.historySamples) / cells.length));
  const historyMs = Math.max(LONGEST_START_OFFSET_MS, longestWithin(courses, wishes.historySamples));
  const plainPerS = courses.reduce((sum, course) => sum + ratePerSAt(course, historyMs), 0);
  const timeLapse =
    wishes.timeLapse ??
    Math.max(Math.min(wishes.ratePerS / plainPerS, FASTEST_BY_DEFAULT), wishes.ratePerS / plainPerS / DENSITY.most);
  const density = Math.min(DENSITY.most, Math.max(DENSITY.least, wishes.ratePerS / (plainPerS * timeLapse)));
  return { historyMs, timeLapse, density, ratePerS: plainPerS * timeLapse * density };
}

/** When a new lab is to have started, Unix ms: so far back that its live part, running ahead of real time, has a week until now. */
export function labStartMs(nowMs: number, { historyMs, timeLapse }: Pick<LabPlan, "historyMs" | "timeLapse">): number {
  const gapMs = Math.min(LARGEST_GAP_MS, Math.max(SMALLEST_GAP_MS, (timeLapse - 1) * LIVE_RUN_MS));
  return Math.floor((nowMs - gapMs - historyMs) / MINUTE_MS) * MINUTE_MS;
}

/** When each cycle of a cell starts, and how many samples it has. */
type Course = { startMs: number; endMs: number; samples: number }[];

/** At least one cycle, and on until there are `samples`. */
function courseOf(cell: CellDesign, samples: number): Course {
  const course: Course = [];
  let startMs = 0;
  let count = 0;
  do {
    const plan = planCycle(cell, course.length + 1, startMs);
    const ofCycle = { samples: countSamples(plan), endMs: plan.endMs + SWITCHING_MS };
    course.push({ ...ofCycle, startMs: startMs + cell.startOffsetMs, endMs: ofCycle.endMs + cell.startOffsetMs });
    startMs = ofCycle.endMs;
    count += ofCycle.samples;
  } while (count < samples);
  return course;
}

/** The longest time, in whole minutes, in which all cells together take no more than `samples`; a running cycle counts by its share. */
function longestWithin(courses: readonly Course[], samples: number): number {
  if (samples === 0) return 0;
  let [within, beyond] = [0, Math.max(...courses.map((course) => course.at(-1)?.endMs ?? 0))];
  while (beyond - within > MINUTE_MS) {
    const middle = Math.floor((within + beyond) / 2);
    if (courses.reduce((sum, course) => sum + samplesUntil(course, middle), 0) <= samples) within = middle;
    else beyond = middle;
  }
  return Math.floor(within / MINUTE_MS) * MINUTE_MS;
}

function samplesUntil(course: Course, atMs: number): number {
  let count = 0;
  for (const { startMs, endMs, samples } of course) {
    if (startMs >= atMs) break;
    count += samples * Math.min(1, (atMs - startMs) / (endMs - startMs));
  }
  return count;
}

function ratePerSAt(course: Course, atMs: number): number {
  const cycle = course.findLast(({ startMs }) => startMs <= atMs) ?? course[0];
  return cycle ? (1000 * cycle.samples) / (cycle.endMs - cycle.startMs) : 0;
}
