import { type Cell, listCells } from "../../data/cells/cell-reads";
import { inLab } from "../../data/in-lab";
import { inLabConfig } from "../../data/in-lab-config";
import { listColumnMappings } from "../../data/imports/column-mapping-reads";
import { listImports, listImportTests } from "../../data/imports/import-reads";
import type { LabScope } from "../../lab-scope";
import { listAnnotationViews } from "../rest/cells/annotations";
import { listTagViewsOfLab } from "../rest/cells/cell-tags";
import { cellView } from "../rest/cells/cells";
import { listExclusionViews } from "../rest/cells/exclusions";
import { listGroupingViews } from "../rest/groups/groupings";
import { listMetadataFieldViews } from "../rest/groups/metadata-fields";
import { cellFiles, cyclesEntry, noContents, toJson } from "./cell-files";
import { DistinctNames, seriesName } from "./file-names";
import { aboutNumbers } from "./grouping-files";
import { textEntry, type ZipEntry } from "./zip-pieces";

const CELLS_AT_ONCE = 200;
const IMPORTS_AT_ONCE = 200;

/**
 * The files of an archive of a whole lab, to leave with: every cell's samples and cycles, and as JSON all else that the lab keeps of them. Accounts,
 * members, keys and the audit are not its data, and stay.
 */
export async function* labFiles(scope: LabScope): AsyncGenerator<ZipEntry, void> {
  const names = new DistinctNames();
  const contents = noContents();
  for await (const cells of cellPages(scope)) {
    for (const { name } of cells) {
      const cell = yield* cellFiles(scope, name, { names, contents });
      if (cell) yield cyclesEntry(scope, `cells/${names.of(`${seriesName(name, "")}.cycles.csv`)}`, [name]);
    }
  }
  yield { name: "lab.json", pieces: () => labJson(scope) };
  yield textEntry("metadata.json", async () => {
    const { exclusions } = await listExclusionViews(scope, { query: {} });
    return toJson({ ...(await aboutNumbers(scope)), exclusions, filters: null, ...contents });
  });
}

async function* cellPages(scope: LabScope): AsyncGenerator<Cell[], void> {
  let afterName: string | null = null;
  for (;;) {
    const page = { limit: CELLS_AT_ONCE, afterName, search: null };
    const cells: Cell[] = await inLabConfig(scope, (tx) => listCells(scope, tx, page));
    if (cells.length > 0) yield cells;
    if (cells.length < CELLS_AT_ONCE) return;
    afterName = cells.at(-1)?.name ?? null;
  }
}

/** One JSON object, of which no more is in memory than a page of cells or imports. */
async function* labJson(scope: LabScope): AsyncGenerator<Uint8Array, void> {
  const encoder = new TextEncoder();
  const { lab } = await aboutNumbers(scope);
  const head = {
    settings: lab,
    ...(await listMetadataFieldViews(scope)),
    ...(await listGroupingViews(scope)),
    ...(await listExclusionViews(scope, { query: {} })),
    tags: await listTagViewsOfLab(scope),
    ...(await listAnnotationViews(scope, { query: {} })),
    columnMappings: await inLabConfig(scope, (tx) => listColumnMappings(scope, tx)),
  };
  yield encoder.encode(`${JSON.stringify(head, null, 2).slice(0, -2)},\n  "cells": [`);
  yield* rows(encoder, cellPages(scope), cellView);
  yield encoder.encode('],\n  "imports": [');
  yield* rows(encoder, importPages(scope), (view) => view);
  yield encoder.encode("]\n}\n");
}

async function* rows<T>(encoder: TextEncoder, pages: AsyncIterable<T[]>, view: (row: T) => unknown) {
  let separator = "\n    ";
  for await (const page of pages) {
    yield encoder.encode(separator + page.map((row) => JSON.stringify(view(row))).join(",\n    "));
    separator = ",\n    ";
  }
}

async function* importPages(scope: LabScope) {
  let beforeId: string | null = null;
  for (;;) {
    const page = await importPage(scope, beforeId);
    if (page.length > 0) yield page;
    if (page.length < IMPORTS_AT_ONCE) return;
    beforeId = page.at(-1)?.id ?? null;
  }
}

async function importPage(scope: LabScope, beforeId: string | null) {
  const { imports, tests } = await inLab(scope, async (tx) => {
    const found = await listImports(scope, tx, { beforeId, limit: IMPORTS_AT_ONCE });
    const importIds = found.map(({ importId }) => importId);
    return { imports: found, tests: await listImportTests(scope, tx, { importIds }) };
  });
  const testsOf = Map.groupBy(tests, ({ importId }) => importId);
  return imports.map(({ importId, actor: _actor, seq: _seq, ...view }) => ({
    id: importId,
    ...view,
    tests: (testsOf.get(importId) ?? []).map(({ cell, test, samples }) => ({ cell, test, samples })),
  }));
}
