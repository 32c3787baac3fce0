type Named = { id: string; fileName: string | null };
type WithTests = { tests: readonly { cell: string; test: string }[]; testCount: number };

const MAX_NAMED = 3;

/** What an import is called: its file, else what is known of it. */
export function nameOfImport({ fileName, id }: Named): string {
  return fileName ?? `import ${id.slice(-8)}`;
}

/** The cells of an import with their tests, the first few by name. */
export function cellsOf({ tests, testCount }: WithTests): string {
  const names = tests.slice(0, MAX_NAMED).map(({ cell, test }) => (test === "" ? cell : `${cell}, ${test}`));
  const more = testCount - names.length;
  return names.length === 0 ? "–" : names.join(" · ") + (more > 0 ? ` and ${more} more` : "");
}
