import { scopeOfCellInGrouping } from "../../auth/lab-scope";
import { findCell, type Cell } from "../../data/cells/cell-reads";
import { inLabConfig } from "../../data/in-lab-config";
import type { LabScope } from "../../lab-scope";
import { cycleAnswer, listCycleViews } from "../rest/cells/cell-cycles";
import { toCsv } from "../tables/csv";
import { toColumns } from "../tables/table";
import { cellMetadataOf } from "./cell-metadata";
import { type DistinctNames, seriesName } from "./file-names";
import { type Exported, seriesPieces } from "./series-stream";
import { textEntry, type ZipEntry } from "./zip-pieces";

/** What an archive holds of a cell, and what it lacks. */
export type Contents = {
  files: { file: string; cell: string; test: string; samples: number }[];
  /** Cells that were deleted or renamed before it was their turn. */
  missing: string[];
};

export const noContents = (): Contents => ({ files: [], missing: [] });

/** The series of a cell, a BDF file a test, and then what a reader has to know of them. */
export async function* cellFiles(
  asking: LabScope,
  name: string,
  { names, contents }: { names: DistinctNames; contents: Contents },
): AsyncGenerator<ZipEntry, Cell | null> {
  const found = await findArchived(asking, name);
  if (!found) {
    contents.missing.push(name);
    return null;
  }
  const { scope, cell } = found;
  const own: Contents["files"] = [];
  for (const test of cell.tests) {
    const file = `cells/${names.of(seriesName(name, test.name))}.bdf.csv`;
    const note = ({ samples }: Exported) => own.push({ file, cell: name, test: test.name, samples });
    yield { name: file, pieces: () => seriesPieces(scope, [test], { format: "bdf", metadata: {} }, note) };
  }
  contents.files.push(...own);
  yield textEntry(`cells/${names.of(`${seriesName(name, "")}.json`)}`, async () => {
    const metadata = await cellMetadataOf(scope, cell, { format: "bdf", test: null });
    return toJson({ ...metadata, files: own });
  });
  return cell;
}

/** A cell of an archive, and how whoever takes the archive sees it; null where it is gone. */
async function findArchived(asking: LabScope, name: string): Promise<{ scope: LabScope; cell: Cell } | null> {
  const cell = await inLabConfig(asking, (tx) => findCell(asking, tx, { name }));
  if (!cell) return null;
  const scope = scopeOfCellInGrouping(asking, cell);
  // As in `getCellOfPath`, which a cell that is renamed meanwhile would end the archive in.
  return { scope, cell: scope.narrowedTo === null ? cell : { ...cell, warnings: [] } };
}

export const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The cycles of cells as one table: a row a cycle, its cell first. */
export const cyclesEntry = (asking: LabScope, file: string, cells: readonly string[]): ZipEntry => ({
  name: file,
  pieces: async function* () {
    const encoder = new TextEncoder();
    let isFirst = true;
    for (const cell of cells) {
      const found = await findArchived(asking, cell);
      if (!found) continue;
      const { cycles } = await listCycleViews(found.scope, { params: { name: cell } });
      const columns = [
        { name: "cell", type: "text" as const, values: cycles.map(() => cell) },
        ...toColumns(cycleAnswer, cycles),
      ];
      const csv = await toCsv({ columns, about: {} }, { withAbout: false });
      yield encoder.encode(isFirst ? csv : csv.slice(csv.indexOf("\n") + 1));
      isFirst = false;
    }
  },
});
