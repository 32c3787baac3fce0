import { z } from "zod";
import { type Grouping, listGroupings } from "../../../data/groupings/grouping-reads";
import { inLabConfig } from "../../../data/in-lab-config";
import { storedGrouping } from "../../../domain/groups/input-groupings";
import { AppError } from "../../../errors";
import type { LabScope } from "../../../lab-scope";
import { createGrouping, groupingInput } from "../../../services/groupings/create-grouping";
import { listTable } from "../../tables/list-table";
import { defineOperation } from "../operation";
import { nothing } from "../shared-schemas";

const [byFields, byRules] = storedGrouping.options;
const storedName = z.object({ id: z.int(), name: z.string() });
const groupingAnswer = z
  .union([storedName.extend(byFields.shape), storedName.extend(byRules.shape)])
  .meta({ id: "Grouping" });
/** Either way of splitting in a row. */
const groupingRow = storedName.extend({
  by: z.unknown().meta({ description: "Metadata fields whose values make the groups; nothing where rules make them" }),
  rules: z.unknown().meta({ description: "Named conditions, of which the first that a cell meets is its group" }),
});
const groupingsAnswer = z.object({ groupings: z.array(groupingAnswer) });

export const groupingParams = z.object({ id: z.string().meta({ description: "Id of the grouping" }) });

export const listGroupingsOperation = defineOperation({
  method: "GET",
  path: "/api/v1/groupings",
  summary: "The groupings of the lab",
  keyScopes: ["read"],
  params: nothing,
  query: nothing,
  body: null,
  answer: { status: 200, description: "In the order shown", schema: groupingsAnswer },
  table: ({ groupings }) => listTable(groupingRow, groupings),
  refusals: [],
});

export const createGroupingOperation = defineOperation({
  method: "POST",
  path: "/api/v1/groupings",
  summary: "Add a grouping",
  description: "`by` the values of fields, or by ordered `rules` of which the first that matches wins.",
  keyScopes: ["manage"],
  params: nothing,
  query: nothing,
  body: { schema: groupingInput, readBy: "wrapper" },
  answer: { status: 201, description: "The grouping", schema: groupingAnswer },
  refusals: ["malformed", "too_large", "conflict"],
});

const groupingView = ({ id, name, definition }: Grouping) => ({ id, name, ...definition });

export async function listGroupingViews(scope: LabScope) {
  const groupings = await inLabConfig(scope, (tx) => listGroupings(scope, tx));
  return { groupings: groupings.map(groupingView) };
}

export async function postGrouping(scope: LabScope, { body }: { body: z.input<typeof groupingInput> }) {
  return groupingView(await createGrouping(scope, body));
}

const idText = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** @throws AppError `not_found` for what no grouping has */
export function groupingIdOf(params: { id: string }): number {
  const id = idText.safeParse(params.id);
  if (id.success) return id.data;
  throw new AppError("not_found", "There is no such grouping in this lab.");
}
