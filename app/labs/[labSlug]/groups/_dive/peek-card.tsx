"use client";

import { Button, CloseButton } from "@mantine/core";
import { withUnit } from "@/app/_charts/frame/prepare-numbers";
import { SmallChart } from "@/app/_charts/small/small-chart";
import { StatusDot } from "@/app/_components/status-dot";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { CellLine } from "@/server/domain/groups/groups-view";
import { CellLink } from "@/app/_components/cell-link";
import type { Curves } from "./deviation-columns";
import classes from "./dive-cells.module.css";
import type { DeviationText } from "./prepare-deviations";

type PeekCardProps = {
  labSlug: string;
  cycle: number;
  row: DeviationText;
  metric: MetricDescription;
  curves: Curves | null;
  line: CellLine | null;
  isReference: boolean;
  /** Null where no differences can be shown. */
  onReference: ((cell: string | null) => void) | null;
  /** Null where it is not allowed. */
  onExclude: (() => void) | null;
  onClose: () => void;
};

/** One cell more closely: its curve against the band of its group, what is known of it, and what can be done about it. */
export function PeekCard(props: PeekCardProps) {
  const { labSlug, cycle, row, metric, curves, line, isReference, onReference, onExclude, onClose } = props;
  return (
    <aside className={classes.card} aria-label={`Cell ${row.cell}`}>
      <header className={classes.head}>
        <h3 className={classes.name}>
          <CellLink labSlug={labSlug} cell={row.cell} query={`cycle=${cycle}`} />
        </h3>
        <CloseButton size="sm" aria-label="Close" onClick={onClose} />
      </header>
      <div className={classes.chart}>{line && curves && <SmallChart {...curves} line={line} />}</div>
      <dl className={classes.facts}>
        <Fact label={metric.label} value={withUnit(row.value, metric.unit)} />
        <Fact label="Δ from the mean" value={`${row.relative} %`} />
        <Fact label="Robust score" value={row.robust} />
        <Fact label="Sigmas" value={row.sigmas} />
        <Fact label="Persists" value={row.persists} />
      </dl>
      <p className={classes.verdict}>
        <StatusDot tone={row.verdict.tone} /> {row.verdict.word}
      </p>
      <div className={classes.actions}>
        {onReference && (
          <Button
            variant="default"
            size="compact-sm"
            aria-pressed={isReference}
            onClick={() => onReference(isReference ? null : row.cell)}
          >
            {isReference ? "Show values" : "Differences from it"}
          </Button>
        )}
        {onExclude && (
          <Button variant="default" size="compact-sm" title="Key e" onClick={onExclude}>
            Exclude…
          </Button>
        )}
      </div>
    </aside>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
