import { decimalsFor, formatFixed } from "@/app/_charts/frame/prepare-numbers";
import { boundText, decimalsOf } from "@/app/_charts/frame/prepare-uncertainty";
import { fittingUnit } from "@/app/_charts/frame/prepare-unit";
import type { CellTests } from "@/server/domain/cells/cell-page";
import { METRICS } from "@/server/domain/cycles/metrics";
import type { GuideAnchor } from "@/server/domain/guide/numbers-guide";

// Apart from what rates and pulses need, which few cells have and which comes with their tables.

const DIGITS = 4;

const scaled = (value: number | null, scale: number) => (value === null ? null : value * scale);

export type FormationFact = { name: string; value: string; detail: string; guide: GuideAnchor };

/** First-cycle efficiency, to the digits that its uncertainty supports, and irreversible loss. */
export function formationFacts(formation: NonNullable<CellTests["formation"]>): FormationFact[] {
  const { cycle, efficiency, efficiencyUncertainty, irreversibleLossAh, formationCycles } = formation;
  const metric = METRICS.coulombicEfficiency;
  const shown = scaled(efficiency, metric.scale);
  const bound = scaled(efficiencyUncertainty, metric.scale);
  const loss = fittingUnit("Ah", irreversibleLossAh ?? 0);
  const lost = scaled(irreversibleLossAh, loss.scale);
  return [
    {
      name: "First-cycle efficiency",
      value: shown === null ? "–" : `${formatFixed(shown, decimalsOf(shown, bound, metric))} %`,
      detail: `cycle ${cycle}${bound === null ? "" : `, at most about ± ${boundText(bound)} %`}`,
      guide: "firstCycleEfficiency",
    },
    {
      name: "Irreversible loss",
      value: lost === null ? "–" : `${formatFixed(lost, decimalsFor(lost, DIGITS))} ${loss.unit}`,
      detail: `of cycle ${cycle}`,
      guide: "firstCycleEfficiency",
    },
    {
      name: "Formation cycles",
      value: String(formationCycles),
      detail: "complete, by rule or by hand",
      guide: "tags",
    },
  ];
}

/** One rate alone is no test of rates. */
export const hasRateTest = ({ rateTest }: CellTests) => rateTest.length > 1;
