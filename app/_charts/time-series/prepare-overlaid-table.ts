import type { ChartTable, Field } from "../export/chart-picture";
import { fieldOf } from "../export/prepare-chart-table";
import { titleOver } from "../frame/prepare-numbers";
import type { OverlaidPanel } from "./prepare-overlaid";

type Range = { from: number | null; to: number | null };

/** The points of overlaid cycles that are in sight, a row a moment, in the units shown. */
export function overlaidTable(panels: readonly OverlaidPanel[], { from, to }: Range): ChartTable {
  const families = panels.map(({ family }) => family);
  const [first] = families;
  const rows = (first?.curves ?? []).flatMap((curve) => {
    // Each quantity has its own curve of the same moments.
    const same = families.map(({ curves }) => curves.find(({ key }) => key === curve.key));
    return Array.from(curve.x).flatMap((at, index): Field[][] => {
      if (at < (from ?? Number.NEGATIVE_INFINITY) || at > (to ?? Number.POSITIVE_INFINITY)) return [];
      const values = same.map((one) => (one?.x[index] === at ? fieldOf(one.y[index]) : null));
      return [[`Cycle ${curve.cycle}`, curve.cycle, curve.mode, fieldOf(at), ...values]];
    });
  });
  const titles = families.map(({ y }) => titleOver(y.label, y.unit));
  return {
    columns: ["Curve", "Cycle number", "Mode", first ? titleOver(first.x.label, first.x.unit) : "Time / s", ...titles],
    rows,
    nameAt: 0,
    xAt: 3,
    valuesAt: titles.map((_, index) => 4 + index),
  };
}
