"use client";

import classes from "./hover-card.module.css";
import type { Pixel, Plot } from "../prepare-projection";

export type HoverText = { colour: string; title: string; rows: readonly { label: string; value: string }[] };

type HoverCardProps = { at: Pixel; text: HoverText; plot: Plot };

const GAP_PX = 12;
/** Half of a narrower plot may hold no card. */
const NARROW_PX = 400;

/** Beside the point, on the side where there is room, or on a phone above or below it, at that edge of the chart; never over it. */
export function HoverCard({ at, text: { colour, title, rows }, plot }: HoverCardProps) {
  const isLeft = at.x > plot.x + plot.width / 2;
  const isAbove = at.y > plot.y + plot.height / 2;
  const isNarrow = plot.width < NARROW_PX;
  const beside = { left: at.x + (isLeft ? -GAP_PX : GAP_PX) };
  const atEdge = isLeft ? { left: 0 } : { right: 0 };
  return (
    <div
      className={classes.card}
      style={{
        ...(isNarrow ? atEdge : beside),
        top: at.y + (isAbove ? -GAP_PX : GAP_PX),
        transform: `translate(${isLeft && !isNarrow ? "-100%" : "0"}, ${isAbove ? "-100%" : "0"})`,
        borderTopColor: colour,
      }}
    >
      <p className={classes.title}>{title}</p>
      <dl className={classes.rows}>
        {rows.map(({ label, value }) => (
          <div key={label} className={classes.row}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
