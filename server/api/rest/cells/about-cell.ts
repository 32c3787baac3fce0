import { z } from "zod";
import { type Annotation, listAnnotations } from "../../../data/annotations/annotation-reads";
import { listExclusions } from "../../../data/exclusions/exclusion-reads";
import { inLab } from "../../../data/in-lab";
import { inLabConfig } from "../../../data/in-lab-config";
import { getLabSettings } from "../../../data/labs/lab-reads";
import { getLabState } from "../../../data/labs/lab-state-reads";
import type { LabScope } from "../../../lab-scope";
import { onceAProcess } from "../../../once-a-process";
import { Recent } from "../../../recent";
import { VERSIONS, versions } from "../../tables/versions";
import { COUNTED, exclusionOfAbout, POLARITY_RULE, REFERENCE_RULE } from "../groups/about-statistics";
import { annotationAnswer, annotationViews } from "./annotations";
import { cellAnswer, getCellOfPath, requireOpened } from "./cells";

const filters = z.record(z.string(), z.union([z.string(), z.number()]).nullable());
type Filters = z.output<typeof filters>;

/** What a reader of a cell's table has to know of it: how the cell was set, what was asked for and what is left out of statistics. */
export const cellAbout = z
  .object({
    versions,
    counted: z.string().meta({ description: "Which cycles enter statistics, references and ageing" }),
    polarity: z.object({ rule: z.string(), cell: cellAnswer.shape.polarity }),
    reference: z.object({
      rule: z.string(),
      formationCycles: z.int().meta({ description: "Of the cell, else of the lab" }),
      named: z.int().nullable().meta({ description: "The cell's own reference cycle" }),
    }),
    filters: filters.meta({ description: "What was asked for; null: all of them" }),
    exclusions: z
      .array(exclusionOfAbout)
      .meta({ description: "What people left out of statistics of the cell; it is in the table all the same" }),
    annotations: z
      .array(annotationAnswer)
      .meta({ description: "What people noted of the cell, its chamber or the lab, with its cycles or times" }),
  })
  .meta({ id: "CellAbout" });
type CellAbout = z.input<typeof cellAbout>;

/** What is told of a cell, whatever is asked for. Who noted something, and may be told, depends on who asks. */
type KnownAbout = {
  cellId: number;
  about: Omit<CellAbout, "filters" | "annotations">;
  annotations: readonly Annotation[];
};

/** Some hundred bytes each, but for the exclusions and annotations. */
const MAX_KNOWN = 1000;
/** By lab, version of its configuration and name: reading it takes longer than many a table of the cell. */
const knownAbouts = onceAProcess("what is told beside tables", () => new Recent<KnownAbout>({ max: MAX_KNOWN }));

/** @throws AppError `not_found` */
async function aboutCell(scope: LabScope, params: { name: string }, filters: Filters): Promise<CellAbout> {
  // Before what is told of it: that may be newer, never older.
  const { configVersion } = await inLab(scope, (tx) => getLabState(scope, tx));
  const key = JSON.stringify([scope.labId, configVersion, params.name]);
  const known = knownAbouts.get(key) ?? (await readAbout(scope, params));
  requireOpened(scope, known);
  knownAbouts.set(key, known);
  return { ...known.about, annotations: await annotationViews(scope, known.annotations), filters };
}

async function readAbout(scope: LabScope, params: { name: string }): Promise<KnownAbout> {
  const { cell, settings, exclusions, annotations } = await inLabConfig(scope, async (tx) => {
    const cell = await getCellOfPath(scope, tx, params);
    return {
      cell,
      settings: await getLabSettings(scope, tx),
      exclusions: await listExclusions(scope, tx, { cell: cell.name }),
      annotations: await listAnnotations(scope, tx, { of: cell }),
    };
  });
  const about = {
    versions: VERSIONS,
    counted: COUNTED,
    polarity: { rule: POLARITY_RULE, cell: cell.polarity },
    reference: {
      rule: REFERENCE_RULE,
      formationCycles: cell.formationCycles ?? settings.formationCycles,
      named: cell.referenceCycle,
    },
    exclusions: exclusions.map(({ cell, cycles, reason, createdAt }) => ({
      ...{ cell, cycles, reason },
      at: createdAt.toISOString(),
    })),
  };
  return { cellId: cell.cellId, about, annotations };
}

type Handle<Q, A> = (scope: LabScope, input: { params: { name: string }; query: Q }) => Promise<A>;

/**
 * What is told of a cell, with what its reader has to know.
 * @param filtersOf what a query asks for
 */
export function withAboutCell<Q, A extends object>(
  handle: Handle<Q, A>,
  filtersOf: (query: Q) => Filters,
): Handle<Q, A & { about: CellAbout }> {
  // What is told again, and known to be the same, is given again: it need not be written again.
  const answered = new WeakMap<A, { key: string; answer: A & { about: CellAbout } }>();
  return async (scope, input) => {
    const [answer, about] = await Promise.all([
      handle(scope, input),
      aboutCell(scope, input.params, filtersOf(input.query)),
    ]);
    const key = JSON.stringify(about);
    const before = answered.get(answer);
    if (before?.key === key) return before.answer;
    const now = { key, answer: { ...answer, about } };
    answered.set(answer, now);
    return now.answer;
  };
}
