import type { ImportField } from "@/server/importers/cycler-file";
import { FORMATS } from "@/server/importers/formats";
import { fieldLabel } from "./field-words";

/** What one format calls a quantity: names as they are compared, in small letters and without their unit. */
export type KnownHeading = { format: string; quantity: string; names: string; units: string | null };

/** The names of columns that each format knows, as its reader has them, in the order in which formats are tried. */
export function knownHeadings(): KnownHeading[] {
  return FORMATS.flatMap(({ name: format, vocabulary, units = {} }) =>
    // keys of a known type
    (Object.entries(vocabulary) as [ImportField, readonly string[]][]).map(([field, names]) => ({
      format,
      quantity: fieldLabel(field),
      // A name may say its unit: `mamps=mA`.
      names: [...new Set(names.map((name) => name.replace(/^([^=]+)=(.+)$/, "$1 (in $2)")))].join(", "),
      units: units[field] ?? null,
    })),
  );
}

/** Those that mention all words of a search. */
export function headingsWith(headings: readonly KnownHeading[], search: string): KnownHeading[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return headings.filter(({ format, quantity, names }) => {
    const text = `${format} ${quantity} ${names}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
