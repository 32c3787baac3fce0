import { z } from "zod";

const MAX_CHARACTERS = 128;
/** No name of 128 characters is written longer, however it is composed. Longer text is refused before it is looked at. */
const MAX_UNITS_AS_SENT = 2_048;
/** What cannot be seen in a name and makes it look like another: marks of direction, widths of nothing, line ends. */
const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/u;

const CONTROL_CHARACTER = /\p{Cc}/u;

/** A name as it is stored: NFC and trimmed; null when it is too long, or holds control characters. */
export function toName(raw: string): string | null {
  if (raw.length > MAX_UNITS_AS_SENT) return null;
  const name = raw.normalize("NFC").trim();
  return !isLonger(name, MAX_CHARACTERS) && name.isWellFormed() && !CONTROL_CHARACTER.test(name) ? name : null;
}

/** Characters are code points, as PostgreSQL counts them: of one or two units each. */
function isLonger(text: string, mostCharacters: number): boolean {
  if (text.length <= mostCharacters) return false;
  if (text.length > 2 * mostCharacters) return true;
  return [...text].length > mostCharacters;
}

/** The name of a cell as it is stored, or null when no cell may be called that: it has to fit into a URL. */
export function toCellName(raw: string): string | null {
  const name = toVisibleName(raw);
  return name === null || name === "" || name === "." || name === ".." || name.includes("/") ? null : name;
}

/** The name of a test as it is stored, or null; the usual one is "". */
export function toTestName(raw: string): string | null {
  return toVisibleName(raw);
}

/** Names by which samples find their place: two that look the same shall be the same. */
function toVisibleName(raw: string): string | null {
  const name = toName(raw);
  return name === null || HIDDEN.test(name) ? null : name;
}

export const CELL_NAME_RULE =
  'expected 1–128 characters without "/", control characters and invisible marks, not "." or ".."';
export const TEST_NAME_RULE = "expected at most 128 characters without control characters and invisible marks";

function nameSchema(toStored: (raw: string) => string | null, rule: string) {
  return z.string().transform((raw, ctx) => {
    const name = toStored(raw);
    if (name !== null) return name;
    ctx.addIssue({ code: "custom", message: rule });
    return z.NEVER;
  });
}

export const cellName = nameSchema(toCellName, CELL_NAME_RULE).meta({
  description:
    "Name of a cell: 1–128 characters (NFC, trimmed, case-sensitive), no `/`, no control characters or invisible marks, not `.` or `..`",
  examples: ["A-01"],
});

/** The name of a cell that is there, perhaps from before names had to be without invisible marks: it can be renamed and removed. */
export const knownCellName = nameSchema(toName, CELL_NAME_RULE);

export const testName = nameSchema(toTestName, TEST_NAME_RULE).meta({
  description: 'Name of a test of the cell; `""` for the usual one',
  examples: [""],
});

/** A name of a field, grouping, rule, lab or key. */
export const plainName = nameSchema(
  (raw) => toName(raw) || null,
  "expected 1–128 characters without control characters",
).meta({ description: "1–128 characters (NFC, trimmed)" });
