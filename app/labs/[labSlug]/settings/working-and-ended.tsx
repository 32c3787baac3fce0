import type { ReactNode } from "react";
import classes from "./settings.module.css";

type WorkingAndEndedProps<T> = {
  /** Headings of both. */
  titles: { working: string; ended: string };
  working: readonly T[];
  ended: readonly T[];
  table: (rows: readonly T[]) => ReactNode;
};

/** What a lab gave to others, such as its keys: what works, and behind a click what does so no more. */
export function WorkingAndEnded<T>({ titles, working, ended, table }: WorkingAndEndedProps<T>) {
  return (
    <>
      <section className={classes.section}>
        <h2>{titles.working}</h2>
        {working.length === 0 ? <p className={classes.dim}>None yet.</p> : table(working)}
      </section>
      {ended.length > 0 && (
        <details>
          <summary>
            {titles.ended} ({ended.length})
          </summary>
          {table(ended)}
        </details>
      )}
    </>
  );
}
