import { z } from "zod";

const MAX_CHARACTERS = 128;
const CONTROL_CHARACTER = /\p{Cc}/u;

/** A name as it is stored: NFC and trimmed; null when it is too long or holds what no name may. */
function toName(raw: string, isForbidden: (name: string) => boolean): string | null {
  const name = raw.normalize("NFC").trim();
  // Characters are code points, as PostgreSQL counts them.
  if (name.length > MAX_CHARACTERS && [...name].length > MAX_CHARACTERS) return null;
  return !name.isWellFormed() || CONTROL_CHARACTER.test(name) || isForbidden(name) ? null : name;
}

/** The name of a cell as it is stored, or null when no cell may be called that: it has to fit into a URL. */
export function toCellName(raw: string): string | null {
  return toName(raw, (name) => name === "" || name === "." || name === ".." || name.includes("/"));
}

/** The name of a test as it is stored, or null; the usual one is "". */
export function toTestName(raw: string): string | null {
  return toName(raw, () => false);
}

export const CELL_NAME_RULE = 'expected 1–128 characters without "/" and control characters, not "." or ".."';
export const TEST_NAME_RULE = "expected at most 128 characters without control characters";

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
    "Name of a cell: 1–128 characters (NFC, trimmed, case-sensitive), no `/`, no control characters, not `.` or `..`",
  examples: ["A-01"],
});

export const testName = nameSchema(toTestName, TEST_NAME_RULE).meta({
  description: 'Name of a test of the cell; `""` for the usual one',
  examples: [""],
});

/** A name of a field, grouping, rule, lab or key. */
export const plainName = nameSchema(
  (raw) => toName(raw, (name) => name === ""),
  "expected 1–128 characters without control characters",
).meta({ description: "1–128 characters (NFC, trimmed)" });
