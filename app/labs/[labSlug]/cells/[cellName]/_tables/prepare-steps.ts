import { columnDecimals, formatFixed } from "@/app/_charts/frame/prepare-numbers";
import { fittingUnit, largestOf } from "@/app/_charts/frame/prepare-unit";
import { elapsedText } from "@/app/_charts/time-series/prepare-texts";
import type { PageStep, PageStepPart } from "@/server/domain/cells/cell-page";
import type { GuideAnchor } from "@/server/domain/guide/numbers-guide";

export type StepColumn = {
  key: string;
  head: string;
  /** Where it is defined; null for what is as the cycler sent it. */
  guide: GuideAnchor | null;
  texts: string[];
  /** By which the steps are ordered and filtered. */
  values: (string | number | null)[];
  isText: boolean;
  /** Whether a phone's cards show it, too, which have room for three. */
  isFigure: boolean;
  /** Whether it is shown only once it is chosen. */
  isExtra: boolean;
};

const FIGURES: ReadonlySet<string> = new Set(["duration", "charge", "discharge"]);

const DIGITS = 4;

/** The steps of a cycle as columns, each in one unit and with as many decimals as its largest value needs. */
export function stepColumns(steps: readonly PageStep[]): StepColumn[] {
  const numbers = (
    key: string,
    [guide, label, unit]: readonly [GuideAnchor, string, string],
    of: (step: PageStep) => number | null,
  ): StepColumn => {
    const values = steps.map(of);
    const fitting = fittingUnit(unit, largestOf(values));
    const shown = values.map((value) => value && value * fitting.scale);
    const decimals = columnDecimals(shown, DIGITS);
    const texts = shown.map((value) => formatFixed(value, decimals));
    const head = `${label} / ${fitting.unit}`;
    return { key, head, guide, texts, values: shown, isText: false, isFigure: FIGURES.has(key), isExtra: false };
  };
  const texts = (
    key: string,
    head: string,
    of: (step: PageStep) => string,
    {
      guide = null,
      valueIn = of,
    }: { guide?: GuideAnchor | null; valueIn?: (step: PageStep) => string | number | null } = {},
  ): StepColumn => ({
    key,
    head,
    guide,
    texts: steps.map(of),
    values: steps.map(valueIn),
    isText: true,
    isFigure: FIGURES.has(key),
    isExtra: false,
  });
  const ofPart = (key: "cc" | "cv", partOf: (step: PageStep) => PageStepPart | null): StepColumn[] => {
    const name = key.toUpperCase();
    const durationOf = (step: PageStep) => partOf(step)?.durationS ?? null;
    return [
      numbers(`${key}Capacity`, ["control", `${name} capacity`, "Ah"], (step) => partOf(step)?.capacityAh ?? null),
      texts(`${key}Duration`, `${name} duration`, (step) => elapsedText(durationOf(step) ?? Number.NaN), {
        guide: "control",
        valueIn: durationOf,
      }),
    ].map((column) => ({ ...column, isExtra: true }));
  };
  const hasParts = steps.some(({ constantVoltage }) => constantVoltage !== null);
  const hasTests = steps.some(({ test }) => test !== "");
  const hasTemperature = steps.some(({ maxTemperatureC }) => maxTemperatureC !== null);
  return [
    ...(hasTests ? [texts("test", "Test", ({ test }) => test || "–")] : []),
    texts("step", "Program step", ({ step }) => (step === null ? "–" : String(step)), { valueIn: ({ step }) => step }),
    texts("mode", "Mode", ({ mode, control }) => modeText(mode, control), { guide: "control" }),
    texts("duration", "Duration", ({ durationS }) => elapsedText(durationS), { valueIn: ({ durationS }) => durationS }),
    numbers("charge", ["chargeCapacityAh", "Charge", "Ah"], (step) => step.chargeCapacityAh),
    numbers("discharge", ["dischargeCapacityAh", "Discharge", "Ah"], (step) => step.dischargeCapacityAh),
    numbers("chargeEnergy", ["chargeEnergyWh", "Energy in", "Wh"], (step) => step.chargeEnergyWh),
    numbers("dischargeEnergy", ["dischargeEnergyWh", "Energy out", "Wh"], (step) => step.dischargeEnergyWh),
    numbers("low", ["minVoltageV", "Lowest voltage", "V"], (step) => step.minVoltageV),
    numbers("high", ["maxVoltageV", "Highest voltage", "V"], (step) => step.maxVoltageV),
    ...(hasTemperature
      ? [numbers("temperature", ["maxTemperatureC", "Highest temperature", "°C"], (step) => step.maxTemperatureC)]
      : []),
    ...(hasParts
      ? [...ofPart("cc", (step) => step.constantCurrent), ...ofPart("cv", (step) => step.constantVoltage)]
      : []),
    texts("samples", "Samples", ({ sampleCount }) => sampleCount.toLocaleString("en"), {
      valueIn: ({ sampleCount }) => sampleCount,
    }),
  ];
}

/** "charge, CC-CV"; a rest needs no more words. */
function modeText(mode: PageStep["mode"], control: PageStep["control"]): string {
  return control === null || control === "rest" || control === "other" ? mode : `${mode}, ${control}`;
}
