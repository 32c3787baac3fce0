import type { CellTests } from "../../../domain/cells/cell-page";
import { type CellCycle, statisticsCycles } from "../../../domain/cycles/cycle-metrics";
import { cellLife } from "../../../domain/cycles/cell-life";
import { efficiencyUncertainty } from "../../../domain/cycles/quality/capacity-grade";
import { rateTest } from "../../../domain/cycles/pulses/rate-test";
import type { LabScope } from "../../../lab-scope";
import { listStepViews } from "../../rest/cells/cell-steps";
import { cellOfPath } from "../../rest/cells/cells";
import { shownCycles } from "../../rest/cells/shown-cycles";

/** More are no table that anybody reads; all of them come as CSV. */
const MAX_PULSES = 500;

/** What formation, a rate test and pulses told of a cell. @throws AppError `not_found` */
export async function testsOfCell(scope: LabScope, name: string): Promise<CellTests> {
  const cell = await cellOfPath(scope, { name });
  const shown = await shownCycles(scope, cell);
  const pulses = await pulsesOf(scope, name);
  const life = cellLife(shown.cycles, { ...shown, polarity: cell.polarity });
  return {
    formation: formationOf(shown.cycles, life),
    rateTest: rateTest(shown.cycles),
    pulses: pulses.slice(0, MAX_PULSES),
    morePulses: Math.max(0, pulses.length - MAX_PULSES),
  };
}

function formationOf(
  cycles: readonly CellCycle[],
  { firstCycleEfficiency, irreversibleLossAh }: ReturnType<typeof cellLife>,
): CellTests["formation"] {
  const counting = statisticsCycles(cycles);
  const [first] = counting;
  if (!first) return null;
  return {
    cycle: first.cycle,
    efficiency: firstCycleEfficiency,
    efficiencyUncertainty: efficiencyUncertainty(firstCycleEfficiency, first),
    irreversibleLossAh,
    formationCycles: counting.filter(({ tags }) => tags.includes("formation")).length,
  };
}

async function pulsesOf(scope: LabScope, name: string): Promise<CellTests["pulses"]> {
  const { steps } = await listStepViews(scope, { params: { name }, query: { control: "pulse" } });
  return steps.flatMap(({ pulse, test, cycle, index, startedAt, durationS }) =>
    pulse ? [{ ...pulse, test, cycle, index, durationS, startedAtMs: Date.parse(startedAt) }] : [],
  );
}
