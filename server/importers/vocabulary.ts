import type { ImportField } from "./cycler-file";
import { readHeading } from "./heading";
import { type Dimension, scaleOf } from "./units";

/** Names of columns by field, the preferred one first; a name may carry the unit that is meant where the heading tells none. */
export type Vocabulary = Partial<Record<ImportField, readonly string[]>>;

/** A column that is understood. `unit` is null where neither the heading nor the vocabulary tells one. */
export type KnownColumn = { index: number; heading: string; field: ImportField; unit: string | null };

const DIMENSION_OF: Partial<Record<ImportField, Dimension>> = {
  testTime: "time",
  stepTime: "time",
  voltage: "voltage",
  current: "current",
  temperature: "temperature",
  capacity: "capacity",
  chargeCapacity: "capacity",
  dischargeCapacity: "capacity",
  energy: "energy",
  chargeEnergy: "energy",
  dischargeEnergy: "energy",
};

export function dimensionOf(field: ImportField): Dimension | null {
  return DIMENSION_OF[field] ?? null;
}

type Entry = { field: ImportField; rank: number };
const INDEXES = new WeakMap<Vocabulary, Map<string, Entry>>();

/** A vocabulary by name. Made once for each. */
function indexOf(vocabulary: Vocabulary): Map<string, Entry> {
  const known = INDEXES.get(vocabulary);
  if (known) return known;
  const index = new Map<string, Entry>();
  for (const [field, names] of Object.entries(vocabulary) as [ImportField, readonly string[]][]) {
    // keys of a known type
    names.forEach((name, rank) => {
      if (!index.has(name)) index.set(name, { field, rank });
    });
  }
  INDEXES.set(vocabulary, index);
  return index;
}

/** What a heading means in a vocabulary; null when it means nothing there, or its unit does not fit. */
function meaningOf(vocabulary: Vocabulary, heading: string): (Entry & { unit: string | null }) | null {
  const index = indexOf(vocabulary);
  for (const { name, unit } of readHeading(heading)) {
    const entry = index.get(name);
    if (entry && isFitting(entry.field, unit)) return { ...entry, unit };
  }
  return null;
}

/** A degree sign is often garbled, so a temperature may have any unit; numbers that count nothing carry `1`, `#` or none. */
function isFitting(field: ImportField, unit: string | null): boolean {
  if (unit === null || field === "temperature" || field === "clock") return true;
  const dimension = dimensionOf(field);
  return dimension === null ? /^[1#\-\s]*$/.test(unit) : unit === "" || scaleOf(dimension, unit) !== null;
}

/** The columns that a vocabulary knows; of two for one field, the one whose name is preferred, else the first. */
export function knownColumns(vocabulary: Vocabulary, headings: readonly string[]): KnownColumn[] {
  const best = new Map<ImportField, KnownColumn & { rank: number }>();
  headings.forEach((heading, index) => {
    const meaning = meaningOf(vocabulary, heading);
    if (meaning === null) return;
    const { field, rank, unit } = meaning;
    const before = best.get(field);
    if (!before || rank < before.rank)
      best.set(field, { index, heading, field, unit: unit === "" ? null : unit, rank });
  });
  return [...best.values()].map(({ rank: _, ...column }) => column).sort((left, right) => left.index - right.index);
}
