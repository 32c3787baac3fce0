"use client";

import { Link } from "@/app/_components/link";
import { memo, useMemo } from "react";
import { useTick } from "@/app/_components/browser/use-tick";
import { cellHref } from "@/app/_components/cell-href";
import { CellStateMark } from "../../cell-state-mark";
import card from "../../_frame/cell-card.module.css";
import classes from "./cell-cards.module.css";
import type { TableColumn } from "@/app/_components/table/prepare-table";
import { ageText } from "../prepare-age";
import type { OverviewRow } from "./prepare-cells";

const TICK_MS = 5_000;

type CellsListProps = {
  labSlug: string;
  rows: readonly OverviewRow[];
  columns: readonly TableColumn<OverviewRow>[];
  timeZone: string;
  /** How far this computer's clock is ahead of the server's. */
  skewMs: number;
};

/** Beside its name, its state and its age. */
const FIGURE_KEYS: readonly string[] = ["cycle", "voltage", "current"];

/** The cells on a phone: name, state, age and three figures. */
export function OverviewCards({ labSlug, rows, columns, timeZone, skewMs }: CellsListProps) {
  useTick(TICK_MS);
  const nowMs = Date.now() - skewMs;
  const figures = useMemo(() => columns.filter(({ key }) => FIGURE_KEYS.includes(key)), [columns]);
  return (
    <ul className={classes.cards}>
      {rows.map((row) => (
        <CellCard
          key={row.cell.cellId}
          labSlug={labSlug}
          row={row}
          columns={figures}
          age={ageText(row.cell, nowMs, timeZone)}
        />
      ))}
    </ul>
  );
}

type CellCardProps = {
  labSlug: string;
  row: OverviewRow;
  columns: readonly TableColumn<OverviewRow>[];
  age: string | null;
};

const CellCard = memo(function CellCard({ labSlug, row, columns, age }: CellCardProps) {
  return (
    <li className={classes.card} data-cell={row.cell.name}>
      <p className={card.head}>
        <Link href={cellHref(labSlug, row.cell.name)} prefetch={false} className={card.name}>
          <bdi>{row.cell.name}</bdi>
        </Link>
        <span suppressHydrationWarning>
          <CellStateMark state={row.cell.state} />
          {age !== null && ` · ${age}`}
        </span>
      </p>
      <dl className={card.figures}>
        {columns.map((column) => (
          <div key={column.key}>
            <dt>{column.head}</dt>
            <dd>{column.textOf(row) || "–"}</dd>
          </div>
        ))}
      </dl>
      {row.stray !== null && <p className={classes.stray}>Stray: {row.stray.text}</p>}
    </li>
  );
});
