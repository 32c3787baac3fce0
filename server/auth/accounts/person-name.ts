import { toName } from "../../domain/cells/input-names";

/** Line separators, and marks that turn the direction of what stands around a name. */
const UNRULY = /[\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/** The name of a person as it is stored: NFC and trimmed; null when it is none. Markup is text like any other. */
export function toPersonName(raw: string): string | null {
  const name = toName(raw);
  return name === null || name === "" || UNRULY.test(name) ? null : name;
}
