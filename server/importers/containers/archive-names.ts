type Named = { cell: string | null; test: string };

/**
 * Assigns the files of an archive to cells and tests, so that no two files are merged.
 *
 * A file that names no cell is a cell named after the file, without folder and extension: `day1/CH1.csv` is CH1. Where files in several
 * folders have the same name, the folders that differ are part of it: day1-CH1 and day2-CH1. A cell that two files name has a test for
 * each: the test of the later file is named after the file.
 */
export class ArchiveNames {
  private readonly labels: ReadonlyMap<string, string>;
  /** The first file with samples of a cell. */
  private readonly owners = new Map<string, string>();
  private readonly cellsByPath = new Map<string, string>();
  /** Warnings for files that name the cell of another file. */
  readonly warnings = new Map<string, string>();

  constructor(paths: readonly string[]) {
    this.labels = labelsOf(paths);
  }

  /** @param cell the file's name for it, or null */
  of(path: string, { cell, test }: Named): { cell: string; test: string } {
    if (cell === null) return { cell: this.ownCell(path), test };
    const owner = this.owners.get(cell) ?? path;
    this.owners.set(cell, owner);
    if (owner === path) return { cell, test };
    const own = `${this.labelOf(path)} ${test}`.trim();
    const message = `"${path}" and "${owner}" both name the cell ${cell}: the samples of "${path}" are its test "${own}".`;
    this.warnings.set(`${cell}/${own}`, message);
    return { cell, test: own };
  }

  /** The cell of a file that names none. Files that differ only in their extension, or in nothing, are numbered. */
  private ownCell(path: string): string {
    const known = this.cellsByPath.get(path);
    if (known !== undefined) return known;
    const label = this.labelOf(path);
    let cell = label;
    for (let count = 2; this.owners.has(cell); count++) cell = `${label} ${count}`;
    this.owners.set(cell, path);
    this.cellsByPath.set(path, cell);
    return cell;
  }

  private labelOf(path: string): string {
    return this.labels.get(path) ?? bareName(path);
  }
}

const foldersOf = (path: string) => path.split(/[\\/]/).slice(0, -1);

function bareName(path: string): string {
  return path.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");
}

function labelsOf(paths: readonly string[]): Map<string, string> {
  const labels = new Map<string, string>();
  for (const alike of Map.groupBy(paths, bareName).values()) {
    const folders = alike.map(foldersOf);
    const isShared = (depth: number) => folders.every((other) => other[depth] === folders[0]?.[depth]);
    let shared = 0;
    while (shared < (folders[0]?.length ?? 0) && isShared(shared)) shared += 1;
    for (const path of alike) labels.set(path, [...foldersOf(path).slice(shared), bareName(path)].join("-"));
  }
  return labels;
}
