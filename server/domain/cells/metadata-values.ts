import { z } from "zod";
import type { FieldType, MetadataValue } from "../groups/groupings";

const MAX_TEXT_CHARACTERS = 1000;
const MAX_UNITS_AS_SENT = 16 * MAX_TEXT_CHARACTERS;
/** A whole lab's sheet has tens of fields; past this a sender makes one per value. */
export const MAX_FIELDS = 200;

/** What PostgreSQL's jsonb cannot hold, and no page can show. */
const UNSTORABLE = /(?![\n\t])\p{Cc}/u;
const isoDate = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

type Field = { type: FieldType; options: readonly string[] };

/** The value as a field stores it, or what is wrong with it. A text field takes numbers, too: `811` may name a cathode. */
export function fitMetadataValue(field: Field, value: MetadataValue): { value: MetadataValue } | { problem: string } {
  if (field.type === "number") {
    return typeof value === "number" && Number.isFinite(value) ? { value } : { problem: "expected a number" };
  }
  const text = typeof value === "number" ? String(value) : storedText(value);
  const problem = problemOfText(text) ?? problemOfType(field, text);
  return problem === null ? { value: text } : { problem };
}

/** Text of which no spelling could be short enough stays as it is: composing 60 MB takes seconds. */
const storedText = (raw: string) => (raw.length > MAX_UNITS_AS_SENT ? raw : raw.normalize("NFC").trim());

function problemOfText(text: string): string | null {
  const isStorable = text !== "" && text.length <= MAX_TEXT_CHARACTERS && text.isWellFormed() && !UNSTORABLE.test(text);
  return isStorable ? null : `expected text of 1–${MAX_TEXT_CHARACTERS} characters without control characters`;
}

function problemOfType({ type, options }: Field, text: string): string | null {
  if (type === "choice" && !options.includes(text)) return `expected one of: ${options.join(", ")}`;
  const isDate = type !== "date" || isoDate.safeParse(text).success;
  return isDate ? null : "expected a date as ISO 8601, like 2026-01-31";
}
