const MAX_CHARACTERS = 128;
/** Control characters, line separators, and marks that turn the direction of what stands around a name. */
const UNRULY = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/** The name of a person as it is stored: NFC and trimmed; null when it is none. Markup is text like any other. */
export function toPersonName(raw: string): string | null {
  const name = raw.normalize("NFC").trim();
  if (name === "" || (name.length > MAX_CHARACTERS && [...name].length > MAX_CHARACTERS)) return null;
  return !name.isWellFormed() || UNRULY.test(name) ? null : name;
}
