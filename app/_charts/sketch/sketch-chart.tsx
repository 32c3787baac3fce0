import { decimalsFor, formatFixed } from "../frame/prepare-numbers";
import { SKETCH_SIZE, type Sketch } from "./prepare-sketch";
import classes from "./sketch-chart.module.css";

/** V(t) and I(t) at a glance: their course and their ends, without axes. */
export function SketchChart({ sketch }: { sketch: Sketch }) {
  const lines = [
    { name: "Voltage", unit: "V", line: sketch.voltage },
    { name: "Current", unit: "A", line: sketch.current },
  ] as const;
  return (
    <div className={classes.sketch}>
      {lines.map(({ name, unit, line: { low, high, path } }) => {
        const ends = endsOf(low, high, unit);
        return (
          <figure key={name} className={classes.panel}>
            <figcaption>
              {name} <span>{ends}</span>
            </figcaption>
            <svg
              viewBox={`0 -2 ${SKETCH_SIZE.width} ${SKETCH_SIZE.height + 4}`}
              preserveAspectRatio="none"
              role="img"
              aria-label={`${name} over ${durationOf(sketch.hours)}: ${ends}`}
            >
              <path d={path} data-line={name.toLowerCase()} />
            </svg>
          </figure>
        );
      })}
      <p className={classes.span}>{durationOf(sketch.hours)}</p>
    </div>
  );
}

const SIGNIFICANT_DIGITS = 3;
const MAX_DECIMALS = 5;

/** Both ends in a unit in which a coin cell's current is as readable as a pack's. */
function endsOf(low: number, high: number, unit: string): string {
  if (low > high) return "not measured";
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const [scale, prefix] = largest === 0 || largest >= 0.1 ? [1, ""] : largest >= 1e-4 ? [1e3, "m"] : [1e6, "µ"];
  // A voltage that hardly moves needs more digits for its ends to differ.
  const decimals = Math.max(
    decimalsFor(largest * scale, SIGNIFICANT_DIGITS),
    high > low ? Math.min(MAX_DECIMALS, decimalsFor((high - low) * scale, 1)) : 0,
  );
  const [from, to] = [low, high].map((value) => (value === 0 ? "0" : formatFixed(value * scale, decimals)));
  return `${from} to ${to} ${prefix}${unit}`;
}

function durationOf(hours: number): string {
  if (hours < 1 / 60) return `${(hours * 3600).toFixed(1)} s`;
  if (hours < 2) return `${Math.round(hours * 60)} min`;
  return hours < 72 ? `${hours.toFixed(1)} h` : `${(hours / 24).toFixed(1)} days`;
}
