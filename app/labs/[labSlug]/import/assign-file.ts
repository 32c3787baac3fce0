import { matchFileName, stemOf } from "./name-pattern";

/** What a value of the files' heads becomes: the cell, the test, or a metadata field. */
export type HeaderTarget = { kind: "cell" } | { kind: "test" } | { kind: "field"; name: string };

/** How cells and tests are found for all files. */
export type AssignmentRules = {
  pattern: string;
  /** By the name that a file gives to a value in its head. */
  header: Readonly<Record<string, HeaderTarget>>;
};

/** What a person typed for one file; null: by the rules. */
export type TypedNames = { cell: string | null; test: string | null };

export type Assignment = {
  cell: string;
  test: string;
  metadata: Record<string, string>;
  /** Where the cell's name comes from. */
  cellFrom: "typed" | "head" | "pattern" | "known cell" | "file name";
  fitsPattern: boolean;
};

type Known = { cells: readonly string[]; fields: readonly string[] };

/**
 * To which cell and test a file goes and what it says of them. What was typed wins over the file's head, the head over the pattern; a file
 * of which nothing is said goes to the cell of the lab whose name its own contains, else to one of its own name.
 */
export function assignFile(
  file: { name: string; header: Readonly<Record<string, string>> },
  rules: AssignmentRules,
  typed: TypedNames,
  known: Known,
): Assignment {
  const captured = matchFileName(rules.pattern, file.name);
  const fromHead = headValues(file.header, rules.header);
  const { cell: cellOfName, test: testOfName, ...others } = captured ?? {};
  const metadata = { ...others, ...fromHead.fields };
  return {
    ...cellOf(file.name, { typed: typed.cell, head: fromHead.cell, pattern: cellOfName ?? null }, known.cells),
    test: typed.test ?? fromHead.test ?? testOfName ?? "",
    metadata: Object.fromEntries(
      Object.entries(metadata).map(([name, value]) => [knownName(name, known.fields), value]),
    ),
    fitsPattern: captured !== null,
  };
}

type CellSources = { typed: string | null; head: string | null; pattern: string | null };

function cellOf(fileName: string, { typed, head, pattern }: CellSources, cells: readonly string[]) {
  if (typed !== null) return { cell: typed, cellFrom: "typed" } as const;
  if (head !== null) return { cell: head, cellFrom: "head" } as const;
  if (pattern !== null) return { cell: pattern, cellFrom: "pattern" } as const;
  const named = cellNamedIn(fileName, cells);
  if (named !== null) return { cell: named, cellFrom: "known cell" } as const;
  return { cell: stemOf(fileName), cellFrom: "file name" } as const;
}

/** The longest name of a cell that stands in a file name on its own: "A-1" is not in "A-12.csv". */
function cellNamedIn(fileName: string, cells: readonly string[]): string | null {
  const stem = stemOf(fileName);
  const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);
  const stands = (cell: string) => {
    const at = stem.indexOf(cell);
    return cell !== "" && at >= 0 && !isWord(stem[at - 1]) && !isWord(stem[at + cell.length]);
  };
  const named = cells.filter(stands).sort((left, right) => right.length - left.length);
  return named[0] ?? null;
}

function headValues(header: Readonly<Record<string, string>>, targets: AssignmentRules["header"]) {
  const found: { cell: string | null; test: string | null; fields: Record<string, string> } = {
    cell: null,
    test: null,
    fields: {},
  };
  for (const [key, target] of Object.entries(targets)) {
    const value = (header[key] ?? "").trim();
    if (value === "") continue;
    if (target.kind === "field") found.fields[target.name] = value;
    else found[target.kind] = value;
  }
  return found;
}

/** A field as the lab writes it, in whichever case it was asked for. */
function knownName(name: string, fields: readonly string[]): string {
  return fields.find((field) => field === name) ?? fields.find((field) => isAlike(field, name)) ?? name;
}

const isAlike = (left: string, right: string) => left.toLowerCase() === right.toLowerCase();

const MAX_CHARACTERS = 128;

/** What is wrong with the name of a cell, or null. The server has the last word. */
export function problemOfCell(cell: string): string | null {
  const name = cell.normalize("NFC").trim();
  if (name === "") return "Say which cell this file is of";
  if ([...name].length > MAX_CHARACTERS) return `A name has at most ${MAX_CHARACTERS} characters`;
  if (name === "." || name === ".." || /[/\p{Cc}]/u.test(name)) return 'A name has no "/" and no control characters';
  return null;
}
