"use client";

import { Link } from "@/app/_components/link";
import { formatMoment } from "@/app/_charts/frame/prepare-numbers";
import { cellHref } from "@/app/_components/cell-href";
import { Card } from "./card";
import classes from "./figures.module.css";
import { useFinishedToday } from "../use-overview";

const LISTED = 3;

/** What came to its end since midnight in the lab's time zone. */
export function FinishedCard({ labSlug, timeZone }: { labSlug: string; timeZone: string }) {
  const { data } = useFinishedToday(labSlug);
  if (!data) {
    return (
      <Card title="Finished today" isLoading>
        {null}
      </Card>
    );
  }
  const more = data.endedCount - LISTED;
  return (
    <Card title="Finished today">
      <p className={classes.figure}>
        {data.completedCycles.toLocaleString("en")}{" "}
        <span className={classes.unit}>{data.completedCycles === 1 ? "cycle" : "cycles"}</span>
      </p>
      <p className={classes.note}>
        {data.cellsWithCycles === 0
          ? "No cell completed one since midnight, by its own clock."
          : `of ${data.cellsWithCycles === 1 ? "one cell" : `${data.cellsWithCycles} cells`}, by their own clocks`}
      </p>
      <p>
        {data.endedCount === 0
          ? "No test ended."
          : `${data.endedCount === 1 ? "1 test" : `${data.endedCount} tests`} ended:`}
      </p>
      <ul className={classes.names}>
        {data.ended.slice(0, LISTED).map(({ cell, test, endedAtMs }) => (
          <li key={`${cell}/${test}`}>
            <Link prefetch={false} href={cellHref(labSlug, cell)}>
              <bdi>{cell}</bdi>
            </Link>{" "}
            <span className={classes.dim}>
              {formatMoment(endedAtMs, timeZone).slice("2026-03-01 ".length, "2026-03-01 14:05".length)}
            </span>
          </li>
        ))}
        {more > 0 && <li className={classes.dim}>and {more} more</li>}
      </ul>
    </Card>
  );
}
