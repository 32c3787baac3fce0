import type { Band } from "@/app/_charts/groups/prepare-band";
import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import type { CycleKind } from "@/server/domain/tags/cycle-tags";
import { isCycleKind } from "@/server/domain/tags/cycle-tags";
import { namedRate } from "@/server/domain/tags/discharge-rates";
import type { DashboardState } from "../dashboard-state";

export const TAG_WORDS: Record<CycleKind, string> = { formation: "Formation", check_up: "Check-ups", ageing: "Ageing" };
export const BAND_WORDS: Record<Band, string> = {
  std: "± std",
  sem: "± sem",
  quartiles: "Quartiles",
  range: "Min to max",
  none: "None",
};

/** "Check-ups, C/2"; "" where all cycles enter. */
export function filterSummary({ tag, rateC }: Pick<DashboardState, "tag" | "rateC">): string {
  const words = tag === null ? [] : [isCycleKind(tag) ? TAG_WORDS[tag] : tag];
  return [...words, ...(rateC === null ? [] : [namedRate(rateC).name])].join(", ");
}

type Shown = Pick<DashboardState, "where" | "tag" | "rateC"> & { metric: MetricName; reference: string | null };

/** What a table of groups says of its numbers: which cells and cycles they are of, and what they are shares of or differences from. */
export function aboutGroups({ metric, reference, where, ...state }: Shown): string[] {
  const filter = filterSummary(state);
  return [
    ...(where === null ? [] : [`Cells: ${where}`]),
    ...(filter === "" ? [] : [`Cycles: ${filter}`]),
    ...(reference === null ? [] : [`Differences from: ${reference}`]),
    ...(metric === "capacityRetention" ? [`Reference: ${REFERENCE_OF_CELLS}`] : []),
  ];
}

/** As `REFERENCE_RULE` of the API has it. */
export const REFERENCE_OF_CELLS =
  "each cell's own reference cycle, else its first counted cycle after leaving out the formation cycles of the cell, else of the lab";

type Drawn = Pick<
  DashboardState,
  "line" | "band" | "smoothing" | "bars" | "cells" | "tails" | "unfinished" | "counts" | "small" | "panels"
>;

/** What is drawn otherwise than usual: "Median, Quartiles, each cell". */
export function drawSummary(state: Drawn): string {
  const parts: [boolean, string][] = [
    [state.small, "a chart each"],
    [state.line === "median", "Median"],
    [state.band !== "std", state.band === "none" ? "no band" : BAND_WORDS[state.band]],
    [state.smoothing !== null, `median of ${state.smoothing} points`],
    [state.bars, "bars"],
    [state.cells, "each cell"],
    [state.tails, "ends"],
    [!state.unfinished, "finished only"],
    [!state.counts, "without n"],
    [state.panels.length > 0, `${state.panels.length + 1} panels`],
  ];
  return parts.flatMap(([isSo, word]) => (isSo ? [word] : [])).join(", ");
}

/** Metrics that go below others most often come first. */
const USUAL_PANELS: readonly MetricName[] = ["capacityRetention", "coulombicEfficiency", "meanDischargeVoltageV"];

/** What can be put in a panel below, besides what is shown already. */
export function panelOptions(metric: MetricName, panels: readonly MetricName[]): { value: string; label: string }[] {
  const usual = USUAL_PANELS.filter((name) => name !== metric && !panels.includes(name));
  const others = Object.keys(METRICS).filter(
    (name) => name !== metric && !panels.some((panel) => panel === name) && !usual.some((one) => one === name),
  );
  const labels: Readonly<Record<string, { label: string }>> = METRICS;
  return [...usual, ...others].map((value) => ({ value, label: labels[value]?.label ?? value }));
}
