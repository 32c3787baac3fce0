import { z } from "zod";

// The samples of a benchmark: a pure function of cell and number, so that no process needs to be told them.

export const samplePlan = z.object({
  /** Cells are called PREFIX-000 and so on. */
  prefix: z.string(),
  cells: z.int(),
  /** Time of sample 0, Unix ms. */
  startMs: z.number(),
  stepMs: z.number(),
  samplesInCycle: z.int(),
  /** Whether each cell is a few samples further in its cycle than the last, so that not all close one at once. */
  isStaggered: z.boolean(),
  /** The share of its current that each cell loses a cycle, the last of a rack of them twice as much as the first; none: cells that do not age. */
  fadePerCycle: z.number().optional(),
});
export type SamplePlan = z.infer<typeof samplePlan>;

export const FORMS = ["rows", "columns"] as const;
export type Form = (typeof FORMS)[number];

/** So many samples of a cell, by its index and that of its first sample. */
export type Block = { cell: number; from: number; count: number };

export function cellName({ prefix }: SamplePlan, index: number): string {
  return `${prefix}-${String(index).padStart(3, "0")}`;
}

/** The n-th sample of a cell: half of each cycle charges with about 1 A, the other half discharges. */
export function sampleOf(plan: SamplePlan, cell: number, n: number) {
  const at = plan.isStaggered ? n + cell : n;
  const cycle = 1 + Math.floor(at / plan.samplesInCycle);
  const within = at % plan.samplesInCycle;
  const half = plan.samplesInCycle / 2;
  const isCharge = within < half;
  const share = isCharge ? within / half : (within - half) / half;
  const noise = ((Math.imul(n + 1, 2_654_435_761) ^ Math.imul(cell + 1, 40_503)) >>> 8) / 2 ** 24; // 0 … 1
  return {
    time: plan.startMs + n * plan.stepMs,
    voltage: toDigits((isCharge ? 3 + 1.2 * share : 4.2 - 1.2 * share) + 0.001 * noise, 4),
    current: toDigits((isCharge ? 1 : -1) * (1 + 0.001 * noise) * agedShare(plan, cell, cycle), 5),
    cycle,
    step: isCharge ? 1 : 2,
    testTime: (at * plan.stepMs) / 1000,
  };
}

/** Cells that share a rack's place age alike; no two are alike when new. */
const RACK = 24;
const SPREAD = 0.01;

function agedShare({ fadePerCycle }: SamplePlan, cell: number, cycle: number): number {
  if (fadePerCycle === undefined) return 1;
  const ownShare = ((Math.imul(cell + 1, 2_654_435_761) >>> 8) / 2 ** 24) * SPREAD;
  return (1 - ownShare) * Math.max(0, 1 - fadePerCycle * (1 + (cell % RACK) / RACK) * cycle);
}

const toDigits = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;

/** What each request carries: samples of how many cells, and how many of each. */
export const requestShape = z.object({ cells: z.int(), samplesOfCell: z.int() });
export type RequestShape = z.infer<typeof requestShape>;

/** The blocks of the n-th request: the cells take turns. */
export function blocksOf(plan: SamplePlan, shape: RequestShape, request: number): Block[] {
  return Array.from({ length: shape.cells }, (_, index) => {
    const turn = request * shape.cells + index;
    const from = Math.floor(turn / plan.cells) * shape.samplesOfCell;
    return { cell: turn % plan.cells, from, count: shape.samplesOfCell };
  });
}

/** An ingest body. */
export function bodyOf(plan: SamplePlan, form: Form, blocks: readonly Block[]): string {
  const series = blocks.map(({ cell, from, count }) => ({
    cell: cellName(plan, cell),
    samples: Array.from({ length: count }, (_, index) => sampleOf(plan, cell, from + index)),
  }));
  if (form === "rows")
    return JSON.stringify({ samples: series.flatMap(({ cell, samples }) => samples.map((s) => ({ cell, ...s }))) });
  const columns = series.map(({ cell, samples }) => ({
    cell,
    time: samples.map(({ time }) => time),
    voltage: samples.map(({ voltage }) => voltage),
    current: samples.map(({ current }) => current),
    cycle: samples.map(({ cycle }) => cycle),
    step: samples.map(({ step }) => step),
    testTime: samples.map(({ testTime }) => testTime),
  }));
  return JSON.stringify({ series: columns });
}
