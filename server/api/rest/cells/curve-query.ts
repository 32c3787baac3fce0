import { z } from "zod";
import { text } from "../../../domain/cells/input-text";
import type { CycleRange } from "../../../domain/cells/exclusions";
import type { CurveMaking } from "../../../domain/curves/curve-kinds";
import type { Smoothing } from "../../../domain/curves/smoothing";
import { AppError } from "../../../errors";
import { testInQuery } from "../shared-schemas";

export const CURVE_KINDS = ["vq", "dqdv", "dvdq", "dq", "vit"] as const;
type CurveKind = (typeof CURVE_KINDS)[number];

const DEFAULT_GRID_V = 0.005;
const DEFAULT_WINDOW = 11;
const DEFAULT_ORDER = 3;
/** A Gaussian's standard deviation, in places of the grid. */
const DEFAULT_SIGMA_PLACES = 2;
const DEFAULT_POINTS = { vq: 200, vit: 500 };

const number = (schema: z.ZodNumber) => z.coerce.number().pipe(schema).optional();

/** Of the cycler's program. */
const MAX_STEP = 2 ** 31 - 1;

export const curveQuery = z.strictObject({
  kind: z.enum(CURVE_KINDS).meta({
    description:
      "`vq`: voltage over the capacity moved since the step began; `dqdv`: capacity a volt over voltage; `dvdq`: volts an Ah over capacity; `dq`: how the capacity at each voltage differs from the first cycle asked for; `vit`: voltage, current and temperature over time",
  }),
  cycles: text(1000)
    .optional()
    .meta({
      description:
        "Shown numbers and ranges of them, with commas: `1,50,100-200`; all when missing. Of more than 50 cycles 50 are chosen evenly, the first and the last among them; when missing, fewer where 50 hold over 1,000,000 samples",
      examples: ["1,50,100-200"],
    }),
  mode: z.enum(["charge", "discharge"]).optional().meta({
    description:
      "Of each cycle the step of this direction that moved most; both when missing, of `dq` the discharge, of `vit` the whole cycle",
  }),
  step: number(z.int().min(-MAX_STEP).max(MAX_STEP)).meta({
    description:
      "Of `vit`, instead of a mode: the step of this number in the cycler's program; of each cycle the time that it ran longest",
  }),
  test: testInQuery,
  x: z.enum(["capacityAh", "specificCapacityMahG", "testTime", "clock"]).optional().meta({
    description:
      "`vq`: `capacityAh` (default) or `specificCapacityMahG`; `vit`: `testTime`, s since its begin (default), or `clock`, Unix ms",
  }),
  points: number(z.int().min(2).max(1000)).meta({
    description: "Of `vq` (default 200) and `vit` (default 500): at most",
  }),
  gridV: number(z.number().min(1e-4).max(1)).meta({
    description: "Of `dqdv` and `dq`: V from place to place, default 0.005; places are its multiples",
  }),
  gridAh: number(z.number().positive().max(1e6)).meta({
    description: "Of `dvdq`: Ah from place to place; a 250th of each step's capacity when missing",
  }),
  smoothing: z.enum(["savgol", "gaussian", "none"]).optional().meta({
    description: "Of `dqdv` and `dvdq`: Savitzky–Golay (default), a Gaussian, or differences to both neighbours",
  }),
  window: number(z.int().min(5).max(51)).meta({ description: "Of `savgol`: places of its window, odd, default 11" }),
  order: number(z.int().min(1).max(4)).meta({ description: "Of `savgol`: order of its polynomial, default 3" }),
  sigma: number(z.number().positive().max(1e6)).meta({
    description: "Of `gaussian`: its standard deviation in V or Ah, default two places of the grid",
  }),
});
export type CurveQuery = z.output<typeof curveQuery>;

/** What means something for each kind, beside cycles, mode and test. */
const MEANT: Record<CurveKind, readonly (keyof CurveQuery)[]> = {
  vq: ["x", "points"],
  dqdv: ["gridV", "smoothing", "window", "order", "sigma"],
  dvdq: ["gridAh", "smoothing", "window", "order", "sigma"],
  dq: ["gridV"],
  vit: ["x", "points", "step"],
};
const ALWAYS: readonly string[] = ["kind", "cycles", "mode", "test"];
const AXES = { vq: ["capacityAh", "specificCapacityMahG"], vit: ["testTime", "clock"] } as const;

/** @throws AppError `invalid_input` for what means nothing for the kind */
export function curveMaking(query: CurveQuery): CurveMaking {
  refuseMeaningless(query);
  refuseModeOfStep(query);
  const { kind, gridV = DEFAULT_GRID_V, gridAh = null } = query;
  switch (kind) {
    case "vq":
      return { kind, points: query.points ?? DEFAULT_POINTS.vq };
    case "dqdv":
      return { kind, gridV, smoothing: smoothingOf(query, gridV) };
    case "dvdq":
      return { kind, gridAh, smoothing: smoothingOf(query, gridAh) };
    case "dq":
      return { kind: "qv", gridV };
    case "vit":
      return { kind, points: query.points ?? DEFAULT_POINTS.vit, x: query.x === "clock" ? "clock" : "testTime" };
  }
}

/** A step of the program does what it does. */
function refuseModeOfStep({ step, mode }: CurveQuery): void {
  if (step !== undefined && mode !== undefined) throw refuse("mode", "means nothing beside `step`");
}

const refuse = (pointer: string, message: string) =>
  new AppError("invalid_input", `The parameter \`${pointer}\` does not fit.`, {
    problems: [{ pointer: `/${pointer}`, message }],
  });

function refuseMeaningless(query: CurveQuery): void {
  const { kind, x } = query;
  for (const [name, value] of Object.entries(query)) {
    const isMeant = ALWAYS.includes(name) || MEANT[kind].some((meant) => meant === name);
    if (value !== undefined && !isMeant) throw refuse(name, `means nothing for the kind \`${kind}\``);
  }
  const axes: readonly string[] = kind === "vq" || kind === "vit" ? AXES[kind] : [];
  if (x !== undefined && !axes.includes(x)) throw refuse("x", `expected ${axes.join(" or ")} for the kind \`${kind}\``);
}

const OF_SMOOTHING = { window: "savgol", order: "savgol", sigma: "gaussian" } as const;

function smoothingOf(query: CurveQuery, grid: number | null): Smoothing {
  const { smoothing = "savgol" } = query;
  for (const name of ["window", "order", "sigma"] as const) {
    const owner = OF_SMOOTHING[name];
    if (query[name] !== undefined && owner !== smoothing) throw refuse(name, `belongs to the smoothing \`${owner}\``);
  }
  if (smoothing === "none") return { method: "none" };
  return smoothing === "gaussian" ? gaussian(query.sigma, grid) : savgol(query);
}

function savgol({ window = DEFAULT_WINDOW, order = DEFAULT_ORDER }: CurveQuery): Smoothing {
  if (window % 2 === 0) throw refuse("window", "expected an odd number");
  return { method: "savgol", window, order };
}

/** Beyond so many places a Gaussian takes longer than anybody waits. */
const MAX_SIGMA_PLACES = 100;

function gaussian(sigma: number | undefined, grid: number | null): Smoothing {
  if (grid === null) throw refuse("gridAh", "expected with the smoothing `gaussian`, whose width is in Ah");
  const width = sigma ?? DEFAULT_SIGMA_PLACES * grid;
  if (width > MAX_SIGMA_PLACES * grid) throw refuse("sigma", `expected at most ${MAX_SIGMA_PLACES} places of the grid`);
  return { method: "gaussian", sigma: width };
}

const RANGE = /^(-?\d{1,10})(?:-(-?\d{1,10}))?$/;

/** The cycles that a list asks for, by shown numbers; null for all. @throws AppError `invalid_input` */
export function requestedCycles(list: string | undefined): CycleRange[] | null {
  if (list === undefined) return null;
  return list.split(",").map((part) => {
    const [, from, to = from] = RANGE.exec(part.trim()) ?? [];
    const range = { from: Number(from), to: Number(to) };
    if (range.from <= range.to) return range;
    throw refuse("cycles", "expected numbers and rising ranges with commas, such as 1,50,100-200");
  });
}
