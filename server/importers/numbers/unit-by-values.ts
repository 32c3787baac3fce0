import { type NumberStyle, parseNumber } from "./parse-number";
import type { KnownColumn } from "../table/vocabulary";

/** No cell has over a hundred volts, and no chamber the temperature of the Sun: such values are in another unit. */
const BY_SIZE: { [field in KnownColumn["field"]]?: { from: number; to: number; unit: string } } = {
  voltage: { from: 500, to: 10_000, unit: "mV" },
  temperature: { from: 240, to: 400, unit: "K" },
};

/** A column whose unit nothing names, in the unit that the size of its values shows; where it shows none, as it was. */
export function withUnitByValues(column: KnownColumn, values: readonly string[], style: NumberStyle): KnownColumn {
  const size = BY_SIZE[column.field];
  if (size === undefined || column.unit !== null) return column;
  const numbers = values.map((text) => Math.abs(numberOf(text, style))).filter((value) => value > 0);
  const middle = numbers.sort((left, right) => left - right)[numbers.length >> 1] ?? 0;
  return middle >= size.from && middle <= size.to ? { ...column, unit: size.unit } : column;
}

function numberOf(text: string, style: NumberStyle): number {
  const bytes = new TextEncoder().encode(text);
  return parseNumber(bytes, 0, bytes.length, style);
}
