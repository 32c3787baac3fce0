import type { ReactNode } from "react";
import classes from "./settings.module.css";

type ActionTableProps = {
  label?: string;
  columns: readonly string[];
  /** Columns of numbers, right of the others. */
  numbers?: readonly string[];
  /** Rows; their last field holds what can be done. */
  children: ReactNode;
};

/** A table in its own box whose last column holds buttons. */
export function ActionTable({ label, columns, numbers = [], children }: ActionTableProps) {
  return (
    <div className={classes.box}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            {numbers.map((column) => (
              <th key={column} scope="col" className={classes.number}>
                {column}
              </th>
            ))}
            <th scope="col">
              <span className={classes.hidden}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
