import type { Domain } from "../frame/prepare-axis";
import classes from "./curves-chart.module.css";
import { viridisOfScheme } from "./viridis";

const STOPS = 12;
const GRADIENT = `linear-gradient(to right, ${Array.from({ length: STOPS + 1 }, (_, index) => viridisOfScheme(index / STOPS)).join(", ")})`;

/** Which colour is which cycle. */
export function ColourBar({ cycles: [first, last] }: { cycles: Domain }) {
  if (first === last) return <p className={classes.bar}>Cycle {first}</p>;
  return (
    <p className={classes.bar}>
      <span>Cycle</span>
      <span>{first}</span>
      <span className={classes.scale} style={{ background: GRADIENT }} />
      <span>{last}</span>
    </p>
  );
}
