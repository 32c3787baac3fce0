"use client";

import { Link } from "@/app/_components/link";
import { CellLink } from "@/app/_components/cell-link";
import { GuideHint, GuideLink } from "@/app/_components/guide-hint";
import { Card } from "./card";
import type { ListedStray } from "./prepare-stray-list";
import classes from "./strays-card.module.css";

/** As many as fit beside the other cards. */
const LISTED = 5;

type StraysCardProps = {
  labSlug: string;
  groupingId: number;
  /** Null while they are not known. */
  strays: readonly ListedStray[] | null;
  onShowAll: () => void;
};

/** The cells that stray in any metric: the first thing to look at. */
export function StraysCard({ labSlug, groupingId, strays, onShowAll }: StraysCardProps) {
  if (strays === null || strays.length === 0) {
    return (
      <Card title="Strays" hint={<StraysHint />} isWide isLoading={strays === null}>
        <p className={classes.figure}>0</p>
        <p className={classes.dim}>
          No cell lies apart from its group in any metric. A group needs four cells for a verdict.
        </p>
      </Card>
    );
  }
  const more = strays.length - LISTED;
  return (
    <Card
      title="Strays"
      hint={<StraysHint />}
      isWide
      aside={
        <button type="button" className={classes.all} onClick={onShowAll}>
          {more > 0 ? `All ${strays.length} below` : "List them below"}
        </button>
      }
    >
      <p className={classes.figure}>
        {strays.length} <span className={classes.unit}>stray</span>
      </p>
      <ul className={classes.list}>
        {strays.slice(0, LISTED).map((stray) => (
          <li key={stray.cellId} className={classes.row} data-stray={stray.cell}>
            <CellLink
              labSlug={labSlug}
              cell={stray.cell}
              query={`cycle=${stray.cycle}&peers=${groupingId}`}
              className={classes.name}
            />
            <span className={classes.text} title={stray.all}>
              {stray.text}
            </span>
            <Link prefetch={false} href={chartPath(labSlug, groupingId, stray)} className={classes.chart}>
              <bdi>{stray.group.name}</bdi> at cycle {stray.cycle}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function StraysHint() {
  return (
    <GuideHint label="When a cell strays" to="flagged" isSmall>
      <p>
        A cell strays where its <GuideLink to="robustScore">robust score</GuideLink> lies beyond ±3.5 among at least
        four cells, and by at least 1 % of the group's median: efficiencies by 0.1 points.
      </p>
    </GuideHint>
  );
}

/** The deep dive of its group, in the metric and at the cycle in which it strays. */
function chartPath(labSlug: string, groupingId: number, { group, metric, cycle }: ListedStray): string {
  const query = new URLSearchParams({ grouping: String(groupingId), metric, group: group.key, cycle: String(cycle) });
  return `/labs/${labSlug}/groups?${query}`;
}
