import { type Family, type FamilyCurve, familyOf, type LoadedCurve } from "../curves/prepare-curves";
import { fittingUnit, largestOf } from "../frame/prepare-unit";
import { elapsedText } from "./prepare-texts";

/** What was measured in a cycle or in one of its steps, as the server tells it: columns of equal length, in s, V, A and °C. */
export type LoadedTraces = {
  cycle: number;
  test: string;
  mode: LoadedCurve["mode"];
  /** Since it began. */
  t?: number[] | undefined;
  voltage?: number[] | undefined;
  current?: number[] | undefined;
  temperature?: (number | null)[] | undefined;
  note: string | null;
};

const KEYS = ["voltage", "current", "temperature"] as const;
type Key = (typeof KEYS)[number];

/** One quantity of all cycles, and of the one that is looked at. */
export type OverlaidPanel = { key: Key; family: Family; chosen: readonly FamilyCurve[] };

const TIME = { label: "Time since it began", unit: "s", scale: 1, textOf: elapsedText };
const LABELS = { voltage: "Voltage", current: "Current", temperature: "Temperature" } as const;

/**
 * Cycles laid over each other, each from its begin on: a panel a quantity, temperature only where it was measured.
 * @param own of the cycle that is looked at, where it is none of those chosen evenly
 */
export function prepareOverlaid(
  loaded: readonly LoadedTraces[],
  { own, cycle }: { own: readonly LoadedTraces[]; cycle: number | null },
): OverlaidPanel[] {
  return KEYS.filter((key) => key !== "temperature" || loaded.some(hasTemperature)).map((key) => {
    const y = { label: LABELS[key], ...unitOf(key, [...loaded, ...own]) };
    const curvesOf = (traces: readonly LoadedTraces[]) => familyOf(traces.map(curveOf(key)), { x: TIME, y });
    const family = curvesOf(loaded);
    const among = family.curves.filter((curve) => curve.cycle === cycle);
    const chosen = among.length > 0 ? among : curvesOf(own).curves.filter((curve) => curve.cycle === cycle);
    return { key, family, chosen };
  });
}

const hasTemperature = ({ temperature }: LoadedTraces) => temperature?.some((value) => value !== null) ?? false;

function unitOf(key: Key, traces: readonly LoadedTraces[]) {
  if (key !== "current") return { unit: key === "voltage" ? "V" : "°C", scale: 1 };
  return fittingUnit("A", largestOf(traces.map(({ current }) => largestOf(current ?? []))));
}

const curveOf = (key: Key) => (traces: LoadedTraces) => ({
  cycle: traces.cycle,
  test: traces.test,
  mode: traces.mode,
  x: traces.t,
  y: traces[key]?.map((value) => value ?? Number.NaN),
  note: traces.note,
});
