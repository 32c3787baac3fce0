import { decimalsFor, formatFixed } from "../frame/prepare-numbers";
import type { Domain } from "../frame/prepare-axis";
import { type Pixel, type Projection, toX, toY } from "../frame/prepare-projection";
import { fittingUnit } from "../frame/prepare-unit";

export const FAMILY_KINDS = ["vq", "dqdv", "dvdq"] as const;
export type FamilyKind = (typeof FAMILY_KINDS)[number];
export const FAMILY_MODES = ["both", "charge", "discharge"] as const;
export type FamilyMode = (typeof FAMILY_MODES)[number];

/** A curve as the server tells it, in Ah and V. */
export type LoadedCurve = {
  cycle: number;
  test: string;
  mode: "charge" | "discharge" | null;
  x?: number[] | undefined;
  y?: number[] | undefined;
  note: string | null;
};

/** A curve as it is drawn, in the units shown. */
export type FamilyCurve = {
  key: string;
  cycle: number;
  mode: LoadedCurve["mode"];
  x: Float64Array;
  y: Float64Array;
  /** Where its cycle lies between the first and the last, 0..1. */
  share: number;
  /** Of another cell, which the family is compared with; null: of the family's own. */
  peer: Peer | null;
};

/** Another cell. The middle one of all is told from the others. */
export type Peer = { cell: string; isMiddle: boolean };

type Quantity = {
  label: string;
  unit: string;
  scale: number;
  /** Whether its sign tells something; else it only says on which side of zero a curve is drawn. */
  isSigned?: boolean;
  /** How a value is told, with its unit; missing: as a number. */
  textOf?: (value: number) => string;
};

export type Family = {
  curves: FamilyCurve[];
  x: Quantity;
  y: Quantity;
  /** First and last cycle; null without a curve. */
  cycles: Domain | null;
  /** Sentences on what was left out, each with the cycles that it is said of. */
  notes: { note: string; cycles: number[] }[];
};

/**
 * A family of curves over cycles. Of dQ/dV in both directions the discharge is drawn below zero, as the field has it; the numbers
 * themselves are positive.
 */
export function prepareFamily(loaded: readonly LoadedCurve[], kind: FamilyKind, mode: FamilyMode): Family {
  const isMirrored = (curve: LoadedCurve) => kind === "dqdv" && mode === "both" && curve.mode === "discharge";
  return familyOf(loaded, quantities(loaded, kind), isMirrored);
}

/** A family of curves in given units. @param isMirrored which curves are drawn below zero; none unless it is given */
export function familyOf(
  loaded: readonly LoadedCurve[],
  { x, y }: Pick<Family, "x" | "y">,
  isMirrored: (curve: LoadedCurve) => boolean = () => false,
): Family {
  const cycles = extentOf(loaded.map(({ cycle }) => cycle));
  const drawn = loaded.filter((curve) => (curve.x?.length ?? 0) > 0);
  return {
    curves: drawn.map((curve, index) => ({
      key: `${curve.cycle} ${curve.mode} ${index}`,
      cycle: curve.cycle,
      mode: curve.mode,
      x: scaled(curve.x ?? [], x.scale),
      y: scaled(curve.y ?? [], isMirrored(curve) ? -y.scale : y.scale),
      share: shareOf(curve.cycle, cycles),
      peer: null,
    })),
    x,
    y,
    cycles,
    notes: notesOf(loaded),
  };
}

/** Other curves in the units of a family, whatever their own size. */
export function curvesBeside(
  { x, y }: Pick<Family, "x" | "y">,
  loaded: readonly LoadedCurve[],
  { kind, mode }: { kind: FamilyKind; mode: FamilyMode },
): FamilyCurve[] {
  const own = prepareFamily(loaded, kind, mode);
  const rescaled = (values: Float64Array, by: number) => (by === 1 ? values : values.map((value) => value * by));
  return own.curves.map((curve) => ({
    ...curve,
    x: rescaled(curve.x, x.scale / own.x.scale),
    y: rescaled(curve.y, y.scale / own.y.scale),
  }));
}

/** Curves of other cells in the units of a family, the middle one last, so that it is drawn above the others. */
export function preparePeers(
  family: Pick<Family, "x" | "y">,
  loaded: readonly (Peer & { curves: readonly LoadedCurve[] })[],
  shown: { kind: FamilyKind; mode: FamilyMode },
): FamilyCurve[] {
  const peers = loaded.flatMap(({ cell, isMiddle, curves }) =>
    curvesBeside(family, curves, shown).map((curve) => ({
      ...curve,
      key: `${cell}/${curve.key}`,
      peer: { cell, isMiddle },
    })),
  );
  return peers.sort((left, right) => Number(left.peer.isMiddle) - Number(right.peer.isMiddle));
}

const scaled = (values: readonly number[], scale: number) => Float64Array.from(values, (value) => value * scale);

function shareOf(cycle: number, cycles: Domain | null): number {
  return cycles === null || cycles[0] === cycles[1] ? 0 : (cycle - cycles[0]) / (cycles[1] - cycles[0]);
}

function quantities(loaded: readonly LoadedCurve[], kind: FamilyKind): { x: Quantity; y: Quantity } {
  const voltage = { label: "Voltage", unit: "V", scale: 1 };
  const largestOf = (column: "x" | "y") =>
    largest(loaded.flatMap((curve) => (curve[column] ? [largest(curve[column])] : [])));
  const capacity = (column: "x" | "y") => fittingUnit("Ah", largestOf(column));
  if (kind === "dqdv") {
    const { unit, scale } = capacity("y");
    return { x: voltage, y: { label: "dQ/dV", unit: `${unit}/V`, scale } };
  }
  const x = { label: "Capacity", ...capacity("x") };
  return { x, y: kind === "vq" ? voltage : { label: "dV/dQ", unit: "V/Ah", scale: 1 } };
}

function largest(values: readonly number[]): number {
  let most = 0;
  for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most;
}

function notesOf(loaded: readonly LoadedCurve[]): Family["notes"] {
  const byNote = new Map<string, Set<number>>();
  for (const { note, cycle } of loaded) {
    if (note !== null) byNote.set(note, (byNote.get(note) ?? new Set()).add(cycle));
  }
  return [...byNote].map(([note, cycles]) => ({ note, cycles: [...cycles] }));
}

/** Of dV/dQ, which grows beyond all bounds where a step ends, so much of the points on either side is left out of the axis. */
const LEFT_OUT = 0.03;

/** The axes that hold all curves; null where there is no point. */
export function familyExtent(
  curves: readonly Pick<FamilyCurve, "x" | "y">[],
  kind: FamilyKind | "overTime",
): { x: Domain | null; y: Domain | null } {
  const y = concatenated(curves.map((curve) => curve.y));
  const left = kind === "dvdq" ? Math.floor(y.length * LEFT_OUT) : 0;
  return {
    x: extentOf(concatenated(curves.map((curve) => curve.x))),
    y: extentOf(y.subarray(left, y.length - left)),
  };
}

/** The finite ones of all, rising. */
function concatenated(columns: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const column of columns) for (const value of column) if (Number.isFinite(value)) all[length++] = value;
  return all.subarray(0, length).sort();
}

function extentOf(values: ArrayLike<number>): Domain | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < values.length; index++) {
    low = Math.min(low, values[index] ?? low);
    high = Math.max(high, values[index] ?? high);
  }
  return low <= high ? [low, high] : null;
}

export type CurveTarget = Pixel & { curve: FamilyCurve; index: number };

/** The nearest point of the nearest curve; null where none is on the axes. */
export function nearestPoint(
  curves: readonly FamilyCurve[],
  pointer: Pixel,
  projection: Projection,
): CurveTarget | null {
  const { plot } = projection;
  let nearest: CurveTarget | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const curve of curves) {
    for (let index = 0; index < curve.x.length; index++) {
      const [x, y] = [toX(projection, curve.x[index] ?? 0), toY(projection, curve.y[index] ?? 0)];
      const distance = (x - pointer.x) ** 2 + (y - pointer.y) ** 2;
      // Not a number fails the comparison.
      if (!(distance < least) || y < plot.y || y > plot.y + plot.height || x < plot.x || x > plot.x + plot.width)
        continue;
      least = distance;
      nearest = { curve, index, x, y };
    }
  }
  return nearest;
}

const DIGITS = 4;

/** What the hover says of a point. */
export function curveText({ curve, index }: CurveTarget, { x, y }: Pick<Family, "x" | "y">) {
  const textOf = (value: number, quantity: Quantity) =>
    quantity.textOf?.(value) ?? `${formatFixed(value, decimalsFor(value, DIGITS))} ${quantity.unit}`;
  return {
    title: `${curve.peer ? `${curve.peer.cell}, cycle` : "Cycle"} ${curve.cycle}${curve.mode ? `, ${curve.mode}` : ""}`,
    rows: [
      { label: x.label, value: textOf(curve.x[index] ?? 0, x) },
      { label: y.label, value: textOf(y.isSigned ? (curve.y[index] ?? 0) : Math.abs(curve.y[index] ?? 0), y) },
    ],
  };
}
