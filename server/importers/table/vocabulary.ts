import type { ImportField } from "../cycler-file";
import { type HeadingReading, readHeading } from "./heading";
import { type Dimension, isUnit, scaleOf } from "../numbers/units";

/** Names of columns by field, the preferred one first. A name may carry its unit: `mamps=mA`. */
export type Vocabulary = Partial<Record<ImportField, readonly string[]>>;

/** A column whose meaning is known. `unit` is null where neither the heading nor the vocabulary gives one. */
export type KnownColumn = { index: number; heading: string; field: ImportField; unit: string | null };

const DIMENSION_OF: Partial<Record<ImportField, Dimension>> = {
  testTime: "time",
  stepTime: "time",
  voltage: "voltage",
  current: "current",
  chargeCurrent: "current",
  dischargeCurrent: "current",
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

type ReadHeading = (heading: string) => readonly HeadingReading[];

const REGISTER = /^0x[\da-f]+$/i;

type Entry = { field: ImportField; rank: number; unit: string | null };
const INDEXES = new WeakMap<Vocabulary, Map<string, Entry>>();

/** Index of a vocabulary by name, built once. */
function indexOf(vocabulary: Vocabulary): Map<string, Entry> {
  const known = INDEXES.get(vocabulary);
  if (known) return known;
  const index = new Map<string, Entry>();
  for (const [field, names] of Object.entries(vocabulary) as [ImportField, readonly string[]][]) {
    // keys of a known type
    names.forEach((text, rank) => {
      const [name = "", unit = null] = text.split("=");
      if (!index.has(name)) index.set(name, { field, rank, unit });
    });
  }
  INDEXES.set(vocabulary, index);
  return index;
}

/** The meaning of a heading in a vocabulary; null when it has none, or its unit does not fit. */
function meaningOf(vocabulary: Vocabulary, heading: string, read: ReadHeading): Entry | null {
  const index = indexOf(vocabulary);
  for (const { name, unit } of read(heading)) {
    const entry = index.get(name);
    const field = entry === undefined ? null : fittingField(entry.field, unit);
    if (entry && field) return { ...entry, field, unit: unit || entry.unit };
  }
  return null;
}

/**
 * The field of a heading with a unit: the field of its name, or the energy for a `capacity` in Wh (PEC has those); null where the unit is of
 * another dimension. A degree sign is often garbled, so a temperature may have any unknown unit, but not `0x06`, which is a register of a
 * battery management system. Counts have the unit `1`, `#` or none.
 */
function fittingField(field: ImportField, unit: string | null): ImportField | null {
  if (unit === null || unit === "" || field === "clock") return field;
  const dimension = dimensionOf(field);
  if (dimension === null) return /^[1#\-\s]*$/.test(unit) ? field : null;
  return scaleOf(dimension, unit) === null ? fieldInOtherUnit(field, unit) : field;
}

function fieldInOtherUnit(field: ImportField, unit: string): ImportField | null {
  if (field === "temperature") return isUnit(unit) || REGISTER.test(unit) ? null : field;
  return scaleOf("energy", unit) === null ? null : (ENERGY_OF[field] ?? null);
}

const ENERGY_OF: Partial<Record<ImportField, ImportField>> = {
  capacity: "energy",
  chargeCapacity: "chargeEnergy",
  dischargeCapacity: "dischargeEnergy",
};

/** The field that a vocabulary has for a heading, or null. */
export function fieldOf(vocabulary: Vocabulary, heading: string, read: ReadHeading): ImportField | null {
  return meaningOf(vocabulary, heading, read)?.field ?? null;
}

/** The columns that a vocabulary knows. Of two for one field: the preferred name, else the one with a unit, else the first. */
export function knownColumns(
  vocabulary: Vocabulary,
  headings: readonly string[],
  read: ReadHeading = readHeading,
): KnownColumn[] {
  const best = new Map<ImportField, KnownColumn & { rank: number }>();
  headings.forEach((heading, index) => {
    const meaning = meaningOf(vocabulary, heading, read);
    if (meaning === null) return;
    const { field, rank, unit } = meaning;
    const before = best.get(field);
    const isBetter = !before || rank < before.rank || (rank === before.rank && before.unit === null && unit !== null);
    if (isBetter) best.set(field, { index, heading, field, unit, rank });
  });
  return [...best.values()].map(({ rank: _, ...column }) => column).sort((left, right) => left.index - right.index);
}
