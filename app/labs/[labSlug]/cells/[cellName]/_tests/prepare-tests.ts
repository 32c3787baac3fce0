import { columnDecimals, decimalsFor, formatFixed, formatMoment } from "@/app/_charts/frame/prepare-numbers";
import { fittingUnit, largestOf } from "@/app/_charts/frame/prepare-unit";
import type { Point } from "@/app/_charts/points/prepare-points";
import type { PagePulse } from "@/server/domain/cells/cell-page";
import type { RateTestStep } from "@/server/domain/cycles/pulses/rate-test";
import type { GuideAnchor } from "@/server/domain/guide/numbers-guide";
import { PULSE_TIMES, type PulseTime } from "@/server/domain/cycles/pulses/step-pulse";

const DIGITS = 4;
const RESISTANCE_DIGITS = 3;
const OHM_TO_MOHM = 1000;
const PERCENT = 100;

/** A column of a table: its head, a text a row, and what stands over it on a phone's cards, which have room for three. */
export type TestColumn = {
  key: string;
  head: string;
  texts: string[];
  guide: GuideAnchor | null;
  label: string | null;
};

function numbers(
  key: string,
  head: string,
  values: readonly (number | null)[],
  given: { guide?: GuideAnchor; label?: string; digits?: number } = {},
): TestColumn {
  const decimals = columnDecimals(values, given.digits ?? DIGITS);
  const texts = values.map((value) => formatFixed(value, decimals));
  return { key, head, texts, guide: given.guide ?? null, label: given.label ?? null };
}

const scaled = (value: number | null, scale: number) => (value === null ? null : value * scale);

const capacityUnit = (steps: readonly RateTestStep[]) =>
  fittingUnit("Ah", largestOf(steps.map(({ dischargeCapacityAh }) => dischargeCapacityAh)));

export function rateColumns(steps: readonly RateTestStep[]): TestColumn[] {
  const { unit, scale } = capacityUnit(steps);
  const guide = "rate-test" as const;
  const texts = (key: string, head: string, of: (step: RateTestStep) => string): TestColumn => ({
    ...{ key, head, texts: steps.map(of), guide: null, label: null },
  });
  return [
    { ...texts("cycles", "Cycles", ({ cycles }) => String(cycles)), label: "Cycles" },
    numbers(
      "capacity",
      `Discharge capacity / ${unit}`,
      steps.map(({ dischargeCapacityAh }) => dischargeCapacityAh * scale),
      { guide, label: `Mean / ${unit}` },
    ),
    numbers(
      "ofFirst",
      "Of the slowest / %",
      steps.map(({ ofFirst }) => scaled(ofFirst, PERCENT)),
      { guide, label: "Of slowest / %" },
    ),
  ];
}

export function ratePoints(steps: readonly RateTestStep[]): { points: Point[]; xTitle: string; yTitle: string } {
  const { unit, scale } = capacityUnit(steps);
  const points = steps.map(({ rateC, rate, cycles, dischargeCapacityAh }): Point => {
    const y = dischargeCapacityAh * scale;
    const rows = [
      { label: "Mean", value: `${formatFixed(y, decimalsFor(y, DIGITS))} ${unit}` },
      { label: "Cycles", value: String(cycles) },
    ];
    return { key: rate, x: rateC, y, title: rate, rows, isRing: false };
  });
  return { points, xTitle: "Discharge rate / (1/h)", yTitle: `Discharge capacity / ${unit}` };
}

const socOf = ({ socFromNominal, socFromSpan }: PagePulse) => scaled(socFromNominal ?? socFromSpan, PERCENT);

const BY_NOMINAL = { head: "by nominal capacity", label: "nominal" };
const BY_SPAN = { head: "by the span of its test", label: "span" };
const BY_EITHER = { head: `${BY_NOMINAL.head}, else ${BY_SPAN.head}`, label: "nominal or span" };

/** By what the states of charge of pulses are told: one is a share of nominal capacity, or of the charge between the emptiest and the fullest state of its test. */
function socBasis(pulses: readonly PagePulse[]): { head: string; label: string } {
  const withSoc = pulses.filter((pulse) => socOf(pulse) !== null);
  const byNominal = withSoc.filter(({ socFromNominal }) => socFromNominal !== null).length;
  if (byNominal === withSoc.length) return BY_NOMINAL;
  return byNominal === 0 ? BY_SPAN : BY_EITHER;
}

const socTitle = (pulses: readonly PagePulse[]) => `State of charge ${socBasis(pulses).head} / %`;

const pulseTimeText = (time: PulseTime) => (time === "end" ? "end" : `${time} s`);

/** Times at which any pulse has a resistance, and how they are called. */
export const pulseTimes = (pulses: readonly PagePulse[]): { value: PulseTime; label: string }[] =>
  PULSE_TIMES.filter((time) => pulses.some(({ resistanceOhm }) => resistanceOhm[time] !== null)).map((value) => ({
    value,
    label: value === "end" ? "at the pulse's end" : `after ${value} s`,
  }));

/** The time that is drawn: the one asked for, or else the end, which every pulse has. */
export const shownPulseTime = (pulses: readonly PagePulse[], requested: PulseTime): PulseTime =>
  pulses.some(({ resistanceOhm }) => resistanceOhm[requested] !== null) ? requested : "end";

export function pulseColumns(pulses: readonly PagePulse[], shown: PulseTime): TestColumn[] {
  const current = fittingUnit("A", largestOf(pulses.map(({ currentA }) => currentA)));
  const guide = "resistanceOhm" as const;
  return [
    numbers(
      "current",
      `Current / ${current.unit}`,
      pulses.map(({ currentA }) => currentA * current.scale),
      {
        label: `Current / ${current.unit}`,
      },
    ),
    numbers("soc", socTitle(pulses), pulses.map(socOf), { guide, label: `SOC, ${socBasis(pulses).label} / %` }),
    numbers(
      "rest",
      "Rest voltage / V",
      pulses.map(({ restVoltageV }) => restVoltageV),
    ),
    ...pulseTimes(pulses).map(({ value: time }) =>
      numbers(
        `ohm ${time}`,
        `R, ${pulseTimeText(time)} / mΩ`,
        pulses.map(({ resistanceOhm }) => scaled(resistanceOhm[time], OHM_TO_MOHM)),
        { guide, digits: RESISTANCE_DIGITS, ...(time === shown ? { label: `R, ${pulseTimeText(time)} / mΩ` } : {}) },
      ),
    ),
  ];
}

/** Resistances over state of charge, discharges as dots and charges as rings; those of which one is not known are left out. */
export function pulsePoints(
  pulses: readonly PagePulse[],
  time: PulseTime,
  timeZone: string,
): { points: Point[]; xTitle: string; yTitle: string } {
  const points = pulses.flatMap((pulse): Point[] => {
    const [x, ohm] = [socOf(pulse), pulse.resistanceOhm[time]];
    if (x === null || ohm === null) return [];
    const y = ohm * OHM_TO_MOHM;
    const rows = [
      { label: "Resistance", value: `${formatFixed(y, decimalsFor(y, RESISTANCE_DIGITS))} mΩ` },
      { label: "State of charge", value: `${formatFixed(x, 1)} % ${socBasis([pulse]).head}` },
      { label: "Began", value: formatMoment(pulse.startedAtMs, timeZone) },
    ];
    const direction = pulse.currentA > 0 ? "charge" : "discharge";
    const key = `${pulse.test} ${pulse.index}`;
    return [{ key, x, y, title: `Cycle ${pulse.cycle}, ${direction}`, rows, isRing: pulse.currentA > 0 }];
  });
  const yTitle = `Resistance, ${pulseTimeText(time)} / mΩ`;
  return { points, xTitle: socTitle(pulses), yTitle };
}
