import { type ColumnMapping, UnreadableFileError } from "../cycler-file";
import type { TableFormat } from "./table-format";
import { scaleOf } from "../numbers/units";
import { dimensionOf, type KnownColumn } from "./vocabulary";

/**
 * The format of a table whose columns a person mapped.
 * @throws UnreadableFileError for an unknown unit
 */
export function mappedFormat(mapping: ColumnMapping): TableFormat {
  const wanted = new Map(Object.entries(mapping.columns).map(([heading, meant]) => [heading.trim(), meant]));
  for (const [heading, { field, unit }] of wanted) {
    const dimension = dimensionOf(field);
    if (dimension !== null && unit !== undefined && scaleOf(dimension, unit) === null) {
      const message = `"${unit}" is not a unit of ${dimension}`;
      throw new UnreadableFileError(`${heading}: ${message}`, [{ row: null, column: heading, message }]);
    }
  }
  return {
    id: "mapped",
    name: "Columns named by hand",
    asText: "text",
    knownFrom: "the person who named them",
    vocabulary: {},
    columnsOf: (headings) =>
      headings.flatMap((heading, index): KnownColumn[] => {
        const meant = wanted.get(heading.trim());
        return meant ? [{ index, heading, field: meant.field, unit: meant.unit ?? null }] : [];
      }),
    recognise: ({ columns }) => (columns.length > 0 ? "the columns named by hand" : null),
    ...(mapping.dischargeIsPositive === undefined ? {} : { dischargeIsPositive: mapping.dischargeIsPositive }),
  };
}
