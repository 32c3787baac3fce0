import { z } from "zod";
import type { FieldType, MetadataValue } from "../groups/groupings";

const MAX_TEXT_CHARACTERS = 1000;
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
  const text = typeof value === "number" ? String(value) : value.normalize("NFC").trim();
  if (text === "" || text.length > MAX_TEXT_CHARACTERS || !text.isWellFormed() || UNSTORABLE.test(text)) {
    return { problem: `expected text of 1–${MAX_TEXT_CHARACTERS} characters without control characters` };
  }
  if (field.type === "choice" && !field.options.includes(text)) {
    return { problem: `expected one of: ${field.options.join(", ")}` };
  }
  if (field.type === "date" && !isoDate.safeParse(text).success) {
    return { problem: "expected a date as ISO 8601, like 2026-01-31" };
  }
  return { value: text };
}
