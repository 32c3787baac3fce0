import { z } from "zod";
import { listExclusions } from "../../../data/exclusions/exclusion-reads";
import { inLabConfig } from "../../../data/in-lab-config";
import { cycleRange } from "../../../domain/cells/input-cycle-ranges";
import { knownCellName } from "../../../domain/cells/input-names";
import type { LabScope } from "../../../lab-scope";
import { addExclusion, exclusionInput } from "../../../services/exclusions/add-exclusion";
import { removeExclusion } from "../../../services/exclusions/remove-exclusion";
import { markView, markViews } from "../../actor-names";
import { listTable } from "../../tables/list-table";
import { cellOfPath } from "./cells";
import { defineOperation } from "../operation";
import { nothing, time } from "../shared-schemas";

export const exclusionAnswer = z
  .object({
    id: z.string(),
    cell: z.string(),
    cycles: cycleRange.nullable().meta({ description: "Null: the whole cell" }),
    reason: z.string(),
    by: z.string().meta({ description: "Whoever excluded it: a person, or a key" }),
    at: time,
  })
  .meta({ id: "Exclusion" });
const exclusionsAnswer = z.object({ exclusions: z.array(exclusionAnswer) });

export const listExclusionsOperation = defineOperation({
  method: "GET",
  path: "/api/v1/exclusions",
  summary: "Cells and cycles that are excluded from statistics",
  keyScopes: ["read"],
  params: nothing,
  query: z.strictObject({ cell: knownCellName.optional().meta({ description: "Of one cell only" }) }),
  body: null,
  answer: { status: 200, description: "The oldest first", schema: exclusionsAnswer },
  table: ({ exclusions }) => listTable(exclusionAnswer, exclusions),
  refusals: [],
});

export const createExclusionOperation = defineOperation({
  method: "POST",
  path: "/api/v1/exclusions",
  summary: "Exclude a cell, or cycles of it, from statistics",
  description:
    "References, ageing and end of life skip them, too. No stored number changes; deleting the exclusion undoes it.",
  keyScopes: ["manage"],
  params: nothing,
  query: nothing,
  body: { schema: exclusionInput, readBy: "wrapper" },
  answer: { status: 201, description: "The exclusion", schema: exclusionAnswer },
  refusals: ["malformed", "too_large", "not_found", "conflict"],
});

export const deleteExclusionOperation = defineOperation({
  method: "DELETE",
  path: "/api/v1/exclusions/{id}",
  summary: "Include in statistics again what was excluded",
  keyScopes: ["manage"],
  params: z.object({ id: z.string().meta({ description: "Id of the exclusion" }) }),
  query: nothing,
  body: null,
  answer: { status: 200, description: "What was deleted", schema: exclusionAnswer.pick({ id: true, cell: true }) },
  refusals: ["not_found"],
});

export async function listExclusionViews(scope: LabScope, { query }: { query: { cell?: string | undefined } }) {
  if (scope.narrowedTo !== null) await cellOfPath(scope, { name: query.cell ?? "" });
  const exclusions = await inLabConfig(scope, (tx) => listExclusions(scope, tx, { cell: query.cell ?? null }));
  return { exclusions: await markViews(scope, exclusions) };
}

/** Those of some cells, by their names. */
export async function listExclusionViewsOf(scope: LabScope, names: ReadonlySet<string>) {
  const all = await inLabConfig(scope, (tx) => listExclusions(scope, tx, { cell: null }));
  const own = all.filter(({ cell }) => names.has(cell));
  return markViews(scope, own);
}

export async function postExclusion(scope: LabScope, { body }: { body: z.input<typeof exclusionInput> }) {
  return markView(scope, await addExclusion(scope, body));
}

export async function deleteExclusionById(scope: LabScope, { params }: { params: { id: string } }) {
  return { id: params.id, ...(await removeExclusion(scope, params)) };
}
