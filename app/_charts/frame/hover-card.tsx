"use client";

import type { MetricDescription } from "@/server/domain/cycles/metrics";
import classes from "./hover-card.module.css";
import { type HoverTarget, hoverText } from "./prepare-hover";
import type { Projection } from "./prepare-projection";

type HoverCardProps = {
  target: HoverTarget;
  metric: MetricDescription;
  projection: Projection;
  colourOf: (groupKey: string) => string;
};

const GAP_PX = 12;

/** Beside the point, on the side where there is room; never over it. */
export function HoverCard({ target, metric, projection: { plot }, colourOf }: HoverCardProps) {
  const { title, rows } = hoverText(target, metric);
  const isLeft = target.x > plot.x + plot.width / 2;
  const isAbove = target.y > plot.y + plot.height / 2;
  const colour = colourOf(target.kind === "mean" ? target.series.key : target.mark.groupKey);
  const place = `translate(${isLeft ? "-100%" : "0"}, ${isAbove ? "-100%" : "0"})`;
  return (
    <div
      className={classes.card}
      style={{
        left: target.x + (isLeft ? -GAP_PX : GAP_PX),
        top: target.y + (isAbove ? -GAP_PX : GAP_PX),
        transform: place,
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
