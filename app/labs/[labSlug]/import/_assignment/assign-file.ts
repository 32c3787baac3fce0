import { type HeaderSetting, type SettingValues, settingOf } from "./header-settings";
import { fillName, matchFileName, stemOf } from "./name-pattern";

/** How cells and tests are found for all files. */
export type AssignmentRules = {
  /** Of the file names. */
  pattern: string;
  /** The names, with placeholders for parts of the file name and for header values; empty: as the pattern says. */
  cell: string;
  test: string;
  /** Metadata from the headers: the field, by the name of the header value. */
  fields: Readonly<Record<string, string>>;
  /** Settings of the cells from the headers: the setting, by the name of the header value. */
  settings: Readonly<Record<string, HeaderSetting>>;
};

/** What was entered for one file; null: by the rules. */
export type TypedNames = { cell: string | null; test: string | null };

export type Assignment = {
  cell: string;
  test: string;
  metadata: Record<string, string>;
  settings: SettingValues;
  /** Where the cell's name comes from. */
  cellFrom: "typed" | "rule" | "pattern" | "known cell" | "file name";
  fitsPattern: boolean;
};

/** The name and header of a file. */
type SpeakingFile = { name: string; header: Readonly<Record<string, string>> };
type Known = { cells: readonly string[]; fields: readonly string[] };

/** The values of placeholders in a file: parts of its name by the pattern, and header values under other names. */
export function valuesOf({ name, header }: SpeakingFile, pattern: string): Record<string, string> {
  const said = Object.entries(header).flatMap(([key, value]) => (value.trim() === "" ? [] : [[key, value.trim()]]));
  return { ...Object.fromEntries(said), ...matchFileName(pattern, name) };
}

/**
 * To which cell and test a file goes and what it says of them. What was typed wins over the rules' names, these over the pattern's; a file
 * of which nothing is said goes to the cell of the lab whose name its own contains, else to one of its own name.
 */
export function assignFile(file: SpeakingFile, rules: AssignmentRules, typed: TypedNames, known: Known): Assignment {
  const captured = matchFileName(rules.pattern, file.name);
  const { cell: cellOfName, test: testOfName, ...others } = captured ?? {};
  const metadata = { ...others, ...fieldValues(file.header, rules.fields) };
  const values = valuesOf(file, rules.pattern);
  const named = (template: string) => (template.trim() === "" ? null : fillName(template, values));
  return {
    ...cellOf(file.name, { typed: typed.cell, rule: named(rules.cell), pattern: cellOfName ?? null }, known.cells),
    test: typed.test ?? named(rules.test) ?? testOfName ?? "",
    metadata: Object.fromEntries(
      Object.entries(metadata).map(([name, value]) => [knownName(name, known.fields), value]),
    ),
    settings: settingValues(file.header, rules.settings),
    fitsPattern: captured !== null,
  };
}

type CellSources = { typed: string | null; rule: string | null; pattern: string | null };

function cellOf(fileName: string, { typed, rule, pattern }: CellSources, cells: readonly string[]) {
  if (typed !== null) return { cell: typed, cellFrom: "typed" } as const;
  if (rule !== null) return { cell: rule, cellFrom: "rule" } as const;
  if (pattern !== null) return { cell: pattern, cellFrom: "pattern" } as const;
  const named = cellNamedIn(fileName, cells);
  if (named !== null) return { cell: named, cellFrom: "known cell" } as const;
  return { cell: stemOf(fileName), cellFrom: "file name" } as const;
}

/** What the lab knows of the cell that a file goes to, Ah. */
export const nominalCapacityOf = (
  { cell }: Pick<Assignment, "cell">,
  cells: readonly { name: string; nominalCapacityAh: number | null }[],
): number | null => cells.find(({ name }) => name === cell.normalize("NFC").trim())?.nominalCapacityAh ?? null;

/** The longest name of a cell that occurs in a file name on its own: "A-1" is not in "A-12.csv". */
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

function fieldValues(header: SpeakingFile["header"], fields: AssignmentRules["fields"]): Record<string, string> {
  const said = Object.entries(fields).map(([key, field]) => [field, (header[key] ?? "").trim()] as const);
  return Object.fromEntries(said.filter(([, value]) => value !== ""));
}

function settingValues(header: SpeakingFile["header"], settings: AssignmentRules["settings"]): SettingValues {
  const said = Object.entries(settings).map(
    ([key, setting]) => [setting, settingOf(setting, key, header[key] ?? "")] as const,
  );
  return Object.fromEntries(said.filter(([, value]) => value !== null));
}

/** A field as the lab writes it, in whichever case it was asked for. */
function knownName(name: string, fields: readonly string[]): string {
  return fields.find((field) => field === name) ?? fields.find((field) => isAlike(field, name)) ?? name;
}

const isAlike = (left: string, right: string) => left.toLowerCase() === right.toLowerCase();

const MAX_CHARACTERS = 128;

/** What is wrong with the name of a cell, or null. The server decides. */
export function problemOfCell(cell: string): string | null {
  const name = cell.normalize("NFC").trim();
  if (name === "") return "Say which cell this file is of";
  if ([...name].length > MAX_CHARACTERS) return `A name has at most ${MAX_CHARACTERS} characters`;
  if (name === "." || name === ".." || /[/\p{Cc}]/u.test(name)) return 'A name has no "/" and no control characters';
  return null;
}
