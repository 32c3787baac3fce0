import classes from "./chart-export.module.css";
import type { ChartTable } from "./chart-picture";
import { fieldText } from "./prepare-chart-table";

/** More rows than anybody reads; the file has all. */
const MOST_ROWS = 500;

/** The numbers of a chart, to be read. */
export function ExportTable({ table: { columns, rows, nameAt, xAt, about = [] } }: { table: ChartTable }) {
  const isNumber = columns.map((_, at) => at !== nameAt && rows.some((row) => typeof row[at] === "number"));
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {columns.map((column, at) => (
            <th key={column} scope="col" data-number={isNumber[at] || undefined}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, MOST_ROWS).map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows do not move, and two may be equal
          <tr key={`${row[xAt]} ${index}`}>
            {row.map((field, at) => (
              <td key={columns[at]} data-number={isNumber[at] || undefined}>
                {fieldText(field)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {(about.length > 0 || rows.length > MOST_ROWS) && (
        <caption>
          {about.map((line) => (
            <p key={line}>{line}.</p>
          ))}
          {rows.length > MOST_ROWS && (
            <p>
              The first {MOST_ROWS} of {rows.length} rows; the CSV has all.
            </p>
          )}
        </caption>
      )}
    </table>
  );
}
