import { z } from "zod";
import { type Annotation, listAnnotations } from "../../../data/annotations/annotation-reads";
import { getCell, listCellsForGroups } from "../../../data/cells/cell-reads";
import { inLabConfig } from "../../../data/in-lab-config";
import { concernsCell, metadataMatch } from "../../../domain/cells/annotations";
import { cycleRange } from "../../../domain/cells/input-cycle-ranges";
import { knownCellName } from "../../../domain/cells/input-names";
import type { LabScope } from "../../../lab-scope";
import { addAnnotation, annotationInput } from "../../../services/annotations/add-annotation";
import { removeAnnotation } from "../../../services/annotations/remove-annotation";
import { markView, markViews } from "../../actor-names";
import { listTable } from "../../tables/list-table";
import { cellOfPath } from "./cells";
import { defineOperation } from "../operation";
import { nothing, time } from "../shared-schemas";

export const annotationAnswer = z
  .object({
    id: z.string(),
    cell: z.string().nullable().meta({ description: "Null: of the cells of `match`, or of all" }),
    match: metadataMatch.nullable(),
    cycles: cycleRange.nullable(),
    times: z.object({ from: time, to: time }).nullable(),
    text: z.string(),
    by: z
      .string()
      .meta({ description: "Whoever noted it: a person, or a key; somebody of the lab to whoever has a link" }),
    at: time,
  })
  .meta({ id: "Annotation" });
const annotationsAnswer = z.object({ annotations: z.array(annotationAnswer) });

export const listAnnotationsOperation = defineOperation({
  method: "GET",
  path: "/api/v1/annotations",
  summary: "What people noted of cells, cycles and stretches of time",
  keyScopes: ["read"],
  params: nothing,
  query: z.strictObject({
    cell: knownCellName.optional().meta({ description: "What concerns one cell: its own, its chamber's, the lab's" }),
  }),
  body: null,
  answer: { status: 200, description: "The oldest first", schema: annotationsAnswer },
  table: ({ annotations }) => listTable(annotationAnswer, annotations),
  refusals: ["not_found"],
});

export const createAnnotationOperation = defineOperation({
  method: "POST",
  path: "/api/v1/annotations",
  summary: "Note something of a cell, of cycles, or of a stretch of time",
  description:
    "Of one cell (`cell`), of all cells with a value in a metadata field, such as those of a chamber (`match`), or with neither of the whole lab. No number depends on it.",
  keyScopes: ["manage"],
  params: nothing,
  query: nothing,
  body: { schema: annotationInput, readBy: "wrapper" },
  answer: { status: 201, description: "The annotation", schema: annotationAnswer },
  refusals: ["malformed", "too_large", "not_found", "conflict"],
});

export const deleteAnnotationOperation = defineOperation({
  method: "DELETE",
  path: "/api/v1/annotations/{id}",
  summary: "Remove an annotation",
  keyScopes: ["manage"],
  params: z.object({ id: z.string().meta({ description: "Id of the annotation" }) }),
  query: nothing,
  body: null,
  answer: { status: 200, description: "What was deleted", schema: annotationAnswer.pick({ id: true, cell: true }) },
  refusals: ["not_found"],
});

export async function listAnnotationViews(scope: LabScope, { query }: { query: { cell?: string | undefined } }) {
  const { cell } = query;
  if (scope.narrowedTo !== null) await cellOfPath(scope, { name: cell ?? "" });
  const annotations = await inLabConfig(scope, async (tx) => {
    const of = cell === undefined ? null : await getCell(scope, tx, { name: cell });
    return listAnnotations(scope, tx, { of });
  });
  return { annotations: await annotationViews(scope, annotations) };
}

/** What concerns any of these cells: their own, their chambers', the lab's. */
export async function listAnnotationViewsOf(scope: LabScope, names: ReadonlySet<string>) {
  const annotations = await inLabConfig(scope, async (tx) => {
    const { cells } = await listCellsForGroups(scope, tx);
    const own = cells.filter(({ name }) => names.has(name));
    const all = await listAnnotations(scope, tx, { of: null });
    return all.filter((one) => (one.cell === null ? own.some((cell) => concernsCell(one, cell)) : names.has(one.cell)));
  });
  return annotationViews(scope, annotations);
}

/** As whoever asks may see them: notes of the whole lab are for its own people. */
export async function annotationViews(scope: LabScope, annotations: readonly Annotation[]) {
  const shown = annotations.filter(
    ({ cellId, match }) => scope.narrowedTo === null || cellId !== null || match !== null,
  );
  return (await markViews(scope, shown)).map(toView);
}

export async function postAnnotation(scope: LabScope, { body }: { body: z.input<typeof annotationInput> }) {
  return toView(await markView(scope, await addAnnotation(scope, body)));
}

export async function deleteAnnotationById(scope: LabScope, { params }: { params: { id: string } }) {
  return { id: params.id, ...(await removeAnnotation(scope, params)) };
}

const isoTime = (unixMs: number) => new Date(unixMs).toISOString();

function toView<V extends Pick<Annotation, "times">>({ times, ...view }: V) {
  return { ...view, times: times && { from: isoTime(times.from), to: isoTime(times.to) } };
}
