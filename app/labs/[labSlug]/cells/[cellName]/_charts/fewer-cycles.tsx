import classes from "./charts.module.css";
import { fewerText } from "./prepare-curves-view";

/** Said where cycles are left out, as no more samples are read at once. */
export function FewerCycles({ parameters }: { parameters: Readonly<Record<string, unknown>> | undefined }) {
  const text = parameters === undefined ? null : fewerText(parameters);
  return text === null ? null : <p className={classes.hint}>{text}</p>;
}
