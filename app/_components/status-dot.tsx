import classes from "./status-dot.module.css";

export type StatusTone = "good" | "warning" | "bad" | "quiet";

/** A dot beside its word. The dot alone says nothing. */
export function StatusDot({ tone }: { tone: StatusTone }) {
  return <span className={classes.dot} data-tone={tone} aria-hidden="true" />;
}
