import { useIsFigure } from "../export/figure";
import type { Projection } from "./prepare-projection";
import { toX } from "./prepare-projection";
import classes from "./regions.module.css";

/** A stretch of x that somebody noted something of: in the numbers of the axis, with the label that the list has it under, and what it says. */
export type Region = { key: string; label: string; says: string; from: number; to: number };

type RegionsProps = { regions: readonly Region[]; projection: Projection };

/** At least so wide that it is seen. */
const LEAST_PX = 2;

/** Stretches of x behind what is drawn, as far as they are in sight. A figure for a paper has none: what is to be said of it, its caption says. */
export function Regions({ regions, projection: { x: domain, ...projection } }: RegionsProps) {
  const { plot } = projection;
  if (useIsFigure()) return null;
  return (
    <g pointerEvents="none">
      {regions.flatMap(({ key, label, from, to }) => {
        if (to < domain[0] || from > domain[1]) return [];
        const left = toX({ ...projection, x: domain }, Math.max(from, domain[0]));
        const right = toX({ ...projection, x: domain }, Math.min(to, domain[1]));
        return (
          <g key={key} data-region={label}>
            <rect
              className={classes.region}
              x={left}
              y={plot.y}
              width={Math.max(LEAST_PX, right - left)}
              height={plot.height}
            />
            <text className={classes.label} x={left + 3} y={plot.y + plot.height - 4}>
              {label}
            </text>
          </g>
        );
      })}
    </g>
  );
}
