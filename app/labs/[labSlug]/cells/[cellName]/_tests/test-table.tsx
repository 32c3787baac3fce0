import cards from "@/app/_components/card-table.module.css";
import { GuideLink } from "@/app/_components/guide-hint";
import classes from "../_tables/tables.module.css";
import type { TestColumn } from "./prepare-tests";

type TestTableProps = {
  label: string;
  /** Head of the names of rows. */
  first: string;
  rows: readonly { key: string; name: string; onLook?: () => void }[];
  columns: readonly TestColumn[];
};

/** What a test told, row by row, each number a step from its definition. */
export function TestTable({ label, first, rows, columns }: TestTableProps) {
  return (
    <section
      className={classes.box}
      aria-label={label}
      data-keeps-keys
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      tabIndex={0}
    >
      <table className={`${classes.table} ${cards.cards}`}>
        <thead>
          <tr>
            <th scope="col" className={`${classes.first} ${classes.text}`}>
              {first}
            </th>
            {columns.map(({ key, head, guide }) => (
              <th key={key} scope="col">
                {guide === null ? head : <GuideLink to={guide}>{head}</GuideLink>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, onLook }, row) => (
            <tr key={key} className={classes.row} data-row={key}>
              <th scope="row" className={`${classes.first} ${classes.text} ${classes.named}`}>
                {onLook ? (
                  <button type="button" className={classes.choose} title="Look at this cycle" onClick={onLook}>
                    {name}
                  </button>
                ) : (
                  name
                )}
              </th>
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={column.label === null ? classes.wide : undefined}
                  data-label={column.label ?? undefined}
                >
                  {column.texts[row]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
