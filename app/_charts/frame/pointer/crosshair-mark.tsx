import classes from "./hover-layer.module.css";
import type { Pixel, Plot } from "../prepare-projection";

type CrosshairLineProps = { x: number; plot: Plot; stripHeight: number };

/** Where on x somebody points. */
export function CrosshairLine({ x, plot, stripHeight }: CrosshairLineProps) {
  if (x < plot.x || x > plot.x + plot.width) return null;
  return (
    <path
      className={classes.crosshair}
      pointerEvents="none"
      data-crosshair={Math.round(x)}
      d={`M${x},${plot.y}V${plot.y + plot.height + stripHeight}`}
    />
  );
}

type CrosshairMarkProps = { at: Pixel; colour: string; plot: Plot; stripHeight: number };

/** And at which point. */
export function CrosshairMark({ at, colour, plot, stripHeight }: CrosshairMarkProps) {
  return (
    <g pointerEvents="none">
      <CrosshairLine x={at.x} plot={plot} stripHeight={stripHeight} />
      <circle className={classes.dot} cx={at.x} cy={at.y} r={4.5} fill={colour} />
    </g>
  );
}
