import { metricTitle } from "@/app/_charts/frame/prepare-numbers";
import type { Projection } from "@/app/_charts/frame/prepare-projection";
import type { PreparedSeries } from "@/app/_charts/groups/prepare-series";
import type { GroupStyle } from "@/app/_charts/groups/style/group-style";
import { SmallChart } from "@/app/_charts/small/small-chart";
import { CellLink } from "@/app/_components/cell-link";
import { UncertaintyHint } from "@/app/_components/guide-hint";
import { StatusDot } from "@/app/_components/status-dot";
import type { DrawnColumn } from "@/app/_components/table/data-table";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { CellLine } from "@/server/domain/groups/groups-view";
import classes from "./deviation-table.module.css";
import type { DeviationText } from "./prepare-deviations";

/** What the curves of a group's cells are drawn against. */
export type Curves = { series: PreparedSeries; style: GroupStyle; scale: number; projection: Projection };

export type DeviationColumnsOptions = {
  labSlug: string;
  /** That a cell's page opens with. */
  cycle: number;
  metric: MetricDescription;
  hasUncertainties: boolean;
  /** Whether the other scores stand beside the robust one. */
  withScores: boolean;
  peeked: string | null;
  onPeek: (cell: string) => void;
  /** None where the groups are drawn over another axis: a cell's curve is over its cycles. */
  curves: Curves | null;
  lineOf: ReadonlyMap<number, CellLine>;
};

type Column = DrawnColumn<DeviationText>;
type NumberName = keyof DeviationText["numbers"];

const number = (key: NumberName & keyof DeviationText, head: string, more: Partial<Column> = {}): Column => ({
  ...{ key, head, isNumber: true },
  valueIn: ({ numbers }) => numbers[key],
  textOf: (row) => String(row[key] ?? ""),
  ...more,
});

/** Each cell with its curve, its value, by how far it lies apart, and what that makes it. */
export function deviationColumns(options: DeviationColumnsOptions): Column[] {
  const { metric, hasUncertainties, withScores, curves } = options;
  const bound = number("uncertainty", "at most ±", {
    hint: <UncertaintyHint isOfEfficiency={metric.isEfficiency} />,
  });
  return [
    cellColumn(options),
    ...(curves ? [curveColumn({ ...options, curves })] : []),
    number("value", metricTitle(metric), { label: "value", names: ["value"] }),
    ...(hasUncertainties ? [bound] : []),
    number("relative", "Δ %", { label: "Δ %", names: ["Δ"] }),
    number("sigmas", "Sigmas", { isExtra: !withScores }),
    number("percent", "% of 2σ", { isExtra: !withScores }),
    number("robust", "Robust", { label: "robust" }),
    number("persists", "Persists"),
    VERDICT,
  ];
}

const cellColumn = ({ labSlug, cycle }: DeviationColumnsOptions): Column => ({
  ...{ key: "cell", head: "Cell", isNumber: false },
  valueIn: ({ cell }) => cell,
  textOf: ({ cell }) => cell,
  draw: ({ cell }) => <CellLink labSlug={labSlug} cell={cell} query={`cycle=${cycle}`} />,
});

type CurveOptions = Pick<DeviationColumnsOptions, "peeked" | "onPeek" | "lineOf"> & { curves: Curves };

const curveColumn = ({ peeked, onPeek, curves, lineOf }: CurveOptions): Column => ({
  ...{ key: "curve", head: "Curve", isNumber: false },
  onCard: "across",
  textOf: () => "",
  draw: ({ cell, cellId }) => {
    const line = lineOf.get(cellId);
    return (
      <button
        type="button"
        className={classes.peek}
        aria-label={`Look at ${cell}`}
        aria-pressed={cell === peeked}
        title="Its curve over cycle number, against the band of its group"
        onClick={() => onPeek(cell)}
      >
        {line && <SmallChart {...curves} line={line} />}
      </button>
    );
  },
});

const VERDICT: Column = {
  ...{ key: "verdict", head: "Verdict", isNumber: false },
  onCard: "aside",
  valueIn: ({ verdict }) => verdict.word,
  textOf: ({ verdict }) => verdict.word,
  draw: ({ verdict }) => (
    <span className={classes.word} data-verdict={verdict.word}>
      <StatusDot tone={verdict.tone} />
      {verdict.word}
    </span>
  ),
};
