import classes from "../_files/file-card.module.css";

type Said = { row: number | null; message: string; column?: string | null; isSevere?: true | undefined };

/** Warnings about places in a file, each with its line number. */
export function Warnings({ warnings }: { warnings: readonly Said[] }) {
  return (
    <ul className={classes.warnings}>
      {warnings.map(({ row, column, message, isSevere }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list that does not change
        <li key={index}>
          <span className={classes.line}>{placeOf(row, column ?? null)}</span>
          <span>
            {isSevere && <strong>Severe: </strong>}
            {message}
          </span>
        </li>
      ))}
    </ul>
  );
}

function placeOf(row: number | null, column: string | null): string {
  const places = [row === null ? "" : `line ${row.toLocaleString("en")}`, column ?? ""].filter((part) => part !== "");
  return places.length === 0 ? "whole file" : places.join(", ");
}
