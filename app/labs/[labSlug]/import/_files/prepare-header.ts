import type { Preview } from "../_sending/read-preview";

type HeaderEntry = { key: string; example: string; files: number };

const MAX_ENTRIES = 60;
const MAX_NAME_CHARACTERS = 60;
const MAX_VALUE_CHARACTERS = 120;

/** Name and value pairs of the file headers, in order of first appearance; pairs that no person would want are left out. */
export function prepareHeader(previews: readonly (Preview | null)[]): HeaderEntry[] {
  const entries = new Map<string, HeaderEntry>();
  const headers = previews.flatMap((preview) => (preview?.kind === "readable" ? [preview.summary.header] : []));
  for (const [key, value] of headers.flatMap((header) => Object.entries(header))) {
    if (!isInformative(key, value)) continue;
    const known = entries.get(key);
    if (known) known.files += 1;
    else entries.set(key, { key, example: value.trim(), files: 1 });
  }
  return [...entries.values()].slice(0, MAX_ENTRIES);
}

function isInformative(key: string, value: string): boolean {
  const isName = /\p{L}{2}/u.test(key) && key.length <= MAX_NAME_CHARACTERS && !/\p{Cc}/u.test(key);
  return isName && value.trim() !== "" && value.length <= MAX_VALUE_CHARACTERS && !/\p{Cc}/u.test(value);
}
