import { z } from "zod";
import { type Grouping, listGroupings } from "../../data/groupings/grouping-reads";
import { inLabConfig } from "../../data/in-lab-config";
import type { MetricName } from "../../domain/cycles/metrics";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { createGrouping, type groupingInput } from "../../services/groupings/create-grouping";
import { groupCycles, groupDeviations } from "../../statistics/group-statistics";

const groupingView = ({ id, name, definition }: Grouping) => ({ id, name, ...definition });

export async function listGroupingViews(scope: LabScope) {
  const groupings = await inLabConfig(scope, (tx) => listGroupings(scope, tx));
  return { groupings: groupings.map(groupingView) };
}

export async function postGrouping(scope: LabScope, { body }: { body: z.input<typeof groupingInput> }) {
  return groupingView(await createGrouping(scope, body));
}

const groupingId = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

function idOfPath(params: { id: string }): number {
  const id = groupingId.safeParse(params.id);
  if (id.success) return id.data;
  throw new AppError("not_found", "There is no such grouping in this lab.");
}

export function listGroupCycleViews(
  scope: LabScope,
  input: { params: { id: string }; query: { metric: MetricName; from?: number | undefined; to?: number | undefined } },
) {
  const { metric, from = null, to = null } = input.query;
  return groupCycles(scope, { groupingId: idOfPath(input.params), metric, from, to });
}

export async function listGroupDeviationViews(
  scope: LabScope,
  input: { params: { id: string }; query: { metric: MetricName; cycle: number; group?: string | undefined } },
) {
  const { metric, cycle, group = null } = input.query;
  const found = await groupDeviations(scope, { groupingId: idOfPath(input.params), metric, cycle, group });
  return { metric, cycle, cells: found.cells.map(({ cellId: _cellId, ...row }) => row) };
}
