import {
  curvesBeside,
  type Family,
  type FamilyCurve,
  type FamilyKind,
  type FamilyMode,
  type LoadedCurve,
} from "@/app/_charts/curves/prepare-curves";
import { withoutNoise } from "@/app/_charts/frame/prepare-axis";
import type { Zoom } from "@/app/_charts/frame/prepare-projection";
import { type CellPageState, WHOLE_CURVES } from "../cell-page-state";

/** The cycles to ask curves of, as the API takes them; null: all. */
export function cyclesOfFamily(
  all: readonly { cycle: number }[] | undefined,
  { first, last }: Pick<CellPageState, "first" | "last">,
): string | null {
  const [least, most] = [all?.[0]?.cycle, all?.at(-1)?.cycle];
  if ((first === null && last === null) || least === undefined || most === undefined) return null;
  const [from, to] = [first ?? least, last ?? most];
  return from <= to ? `${from}-${to}` : null;
}

/** The curves of the cycle that is looked at: out of the family, or told apart where it is none of those chosen evenly. */
export function chosenCurves(
  family: Family,
  loaded: readonly LoadedCurve[] | undefined,
  { cycle, kind, mode }: { cycle: number | null; kind: FamilyKind; mode: FamilyMode },
): readonly FamilyCurve[] {
  if (cycle === null) return NONE;
  const among = family.curves.filter((curve) => curve.cycle === cycle);
  if (among.length > 0) return among;
  const own = (loaded ?? []).filter((curve) => curve.cycle === cycle);
  if (own.length === 0) return NONE;
  return curvesBeside(family, own, { kind, mode });
}

const NONE: readonly FamilyCurve[] = [];

type Zoomed = Pick<CellPageState, "left" | "right" | "low" | "high">;
type Units = Pick<Family, "x" | "y">;

/** What was zoomed to, in the units shown; it is kept in Ah and V, which no prefix changes. */
export function zoomedTo({ left, right, low, high }: Zoomed, { x, y }: Units) {
  const shown = (value: number | null, scale: number) => (value === null ? null : value * scale);
  return {
    x: { from: shown(left, x.scale), to: shown(right, x.scale) },
    y: { from: shown(low, y.scale), to: shown(high, y.scale) },
  };
}

export function zoomOf(zoomed: Zoom | null, { x, y }: Units): Partial<Zoomed> {
  if (zoomed === null) return WHOLE_CURVES;
  const stored = (value: number, scale: number) => withoutNoise(value / scale);
  return zoomed.axis === "x"
    ? { left: stored(zoomed.from, x.scale), right: stored(zoomed.to, x.scale) }
    : { low: stored(zoomed.from, y.scale), high: stored(zoomed.to, y.scale) };
}

/** How the curves were made, in words. */
export function parametersText(kind: FamilyKind, parameters: Readonly<Record<string, unknown>>): string {
  const { points, gridV, gridAh, smoothing } = parameters;
  if (kind === "vq") return typeof points === "number" ? `at most ${points} points a curve` : "";
  const grid = kind === "dqdv" ? `grid ${Number(gridV) * 1000} mV` : gridOf(gridAh);
  return `${grid}, ${smoothingText(smoothing, kind)}`;
}

const gridOf = (gridAh: unknown) =>
  typeof gridAh === "number" ? `grid ${gridAh} Ah` : "grid of a 250th of each step's capacity";

function smoothingText(smoothing: unknown, kind: FamilyKind): string {
  if (typeof smoothing !== "object" || smoothing === null || !("method" in smoothing)) return "not smoothed";
  if (smoothing.method === "savgol" && "window" in smoothing && "order" in smoothing) {
    return `Savitzky–Golay, window ${smoothing.window}, order ${smoothing.order}`;
  }
  if (smoothing.method !== "gaussian" || !("sigma" in smoothing)) return "not smoothed";
  const { sigma } = smoothing;
  return `Gaussian, σ ${kind === "dqdv" ? `${withoutNoise(Number(sigma) * 1000)} mV` : `${withoutNoise(Number(sigma))} Ah`}`;
}

type Parameters = Readonly<Record<string, unknown>>;

/** Why fewer cycles are drawn than could be; null where none is left out for their samples. */
export function fewerText({ cyclesChosen: chosen }: Parameters): string | null {
  if (typeof chosen !== "object" || chosen === null || !("count" in chosen && "of" in chosen)) return null;
  const most = "mostSamples" in chosen ? Number(chosen.mostSamples).toLocaleString("en") : "";
  return `${chosen.count} of ${chosen.of} cycles, chosen evenly: more of them hold over ${most} samples. A range of fewer cycles shows more of its own.`;
}

const MAX_NAMED = 6;

/** "Cycles 1, 2 and 7 more: …" */
export function noteText(note: string, cycles: readonly number[]): string {
  const named = cycles.slice(0, MAX_NAMED).join(", ");
  const more = cycles.length > MAX_NAMED ? ` and ${cycles.length - MAX_NAMED} more` : "";
  return `${cycles.length === 1 ? "Cycle" : "Cycles"} ${named}${more}: ${note}`;
}
