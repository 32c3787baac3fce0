import { z } from "zod";
import { inLabConfig } from "../../../data/in-lab-config";
import { listTags } from "../../../data/tags/cycle-tag-reads";
import { cycleRange } from "../../../domain/cells/input-cycle-ranges";
import type { LabScope } from "../../../lab-scope";
import { removeTag } from "../../../services/tags/remove-tag";
import { tagCycles, tagInput } from "../../../services/tags/tag-cycles";
import { markView, markViews } from "../../actor-names";
import { listTable } from "../../tables/list-table";
import { cellAbout, withAboutCell } from "./about-cell";
import { cellOfPath } from "./cells";
import { defineOperation } from "../operation";
import { cellParams, nothing, time } from "../shared-schemas";

const tagAnswer = z
  .object({
    id: z.string(),
    cell: z.string(),
    cycles: cycleRange,
    tag: z.string(),
    reason: z.string(),
    by: z.string().meta({ description: "Whoever tagged them: a person, or a key" }),
    at: time,
  })
  .meta({ id: "Tag" });
const tagsAnswer = z.object({ cell: z.string(), tags: z.array(tagAnswer), about: cellAbout });

export const listTagsOperation = defineOperation({
  method: "GET",
  path: "/api/v1/cells/{name}/tags",
  summary: "Tags that people gave cycles of a cell",
  description: "What holds of each cycle, by hand or by rule, is in `tags` of /api/v1/cells/{name}/cycles.",
  keyScopes: ["read"],
  granted: { kind: "cell", read: "tags" },
  params: cellParams,
  query: nothing,
  body: null,
  answer: { status: 200, description: "The oldest first", schema: tagsAnswer },
  table: ({ cell, tags, about }) => listTable(tagAnswer, tags, { cell, ...about }),
  refusals: ["not_found"],
});

export const createTagOperation = defineOperation({
  method: "POST",
  path: "/api/v1/cells/{name}/tags",
  summary: "Tag cycles of a cell",
  description:
    "`formation`, `check_up` and `ageing` replace what the lab's rules say of these cycles; of several given by hand the latest holds. A tag of your own is added to them. Reference, ageing and end of life skip `formation`. No stored number changes; deleting the tag undoes it.",
  keyScopes: ["manage"],
  params: cellParams,
  query: nothing,
  body: { schema: tagInput, readBy: "wrapper" },
  answer: { status: 201, description: "The tag", schema: tagAnswer },
  refusals: ["malformed", "too_large", "not_found", "conflict"],
});

export const deleteTagOperation = defineOperation({
  method: "DELETE",
  path: "/api/v1/cells/{name}/tags/{id}",
  summary: "Remove a tag from its cycles",
  keyScopes: ["manage"],
  params: cellParams.extend({ id: z.string().meta({ description: "Id of the tag" }) }),
  query: nothing,
  body: null,
  answer: { status: 200, description: "What was deleted", schema: tagAnswer.pick({ id: true, cell: true }) },
  refusals: ["not_found"],
});

export async function listTagViews(scope: LabScope, { params }: { params: { name: string } }) {
  const { name: cell } = await cellOfPath(scope, params);
  const tags = await inLabConfig(scope, (tx) => listTags(scope, tx, { cell }));
  return { cell, tags: await markViews(scope, tags) };
}

export const listTagsWithAbout = withAboutCell(listTagViews, () => ({}));

/** Every tag that people gave cycles of the lab's cells, the oldest first. */
export async function listTagViewsOfLab(scope: LabScope) {
  return markViews(scope, await inLabConfig(scope, (tx) => listTags(scope, tx, { cell: null })));
}

export async function postTag(
  scope: LabScope,
  { params, body }: { params: { name: string }; body: z.input<typeof tagInput> },
) {
  const { name: cell } = await cellOfPath(scope, params);
  return markView(scope, await tagCycles(scope, { ...tagInput.parse(body), cell }));
}

export async function deleteTagById(scope: LabScope, { params }: { params: { name: string; id: string } }) {
  const { name: cell } = await cellOfPath(scope, params);
  return { id: params.id, ...(await removeTag(scope, { cell, id: params.id })) };
}
