import { linePath, roundPx } from "../frame/prepare-line";
import { type Projection, toX, toY } from "../frame/prepare-projection";
import type { CycleMark, MetricSeries } from "./prepare-metric-series";

type Mark = { cycle: number; value: number; mark: CycleMark; x: number; y: number };

/** What a panel draws of a metric. */
export type MetricMarks = {
  /** Through the cycles that count. */
  line: string;
  /** Each cycle that counts, where they are few enough to be told apart. */
  dots: Mark[];
  /** Cycles that do not count, and the one under way. */
  others: Mark[];
  /** On the edge, where a value lies beyond the axis. */
  offScale: (Mark & { side: "above" | "below" })[];
};

const MAX_DOTS = 120;
/** Of one side: beyond it they are one dark edge. */
const MAX_OFF_SCALE = 60;

export function metricMarks(series: MetricSeries, projection: Projection): MetricMarks {
  const { x: cycles, y: values } = projection;
  const shown: Mark[] = [];
  const offScale: MetricMarks["offScale"] = [];
  series.cycle.forEach((cycle, index) => {
    if (cycle < cycles[0] || cycle > cycles[1]) return;
    const value = series.value[index] ?? 0;
    const mark = { cycle, value, mark: series.mark[index] ?? "counted", x: roundPx(toX(projection, cycle)), y: 0 };
    if (value > values[1]) offScale.push({ ...mark, side: "above", y: projection.plot.y });
    else if (value < values[0])
      offScale.push({ ...mark, side: "below", y: projection.plot.y + projection.plot.height });
    else shown.push({ ...mark, y: roundPx(toY(projection, value)) });
  });
  const dots = shown.filter(({ mark }) => mark === "counted");
  return {
    line: countedLine(series, projection),
    dots: dots.length > MAX_DOTS ? [] : dots,
    others: shown.filter(({ mark }) => mark !== "counted"),
    offScale: thinned(offScale),
  };
}

function thinned(marks: MetricMarks["offScale"]): MetricMarks["offScale"] {
  const step = Math.ceil(marks.length / (2 * MAX_OFF_SCALE));
  return step <= 1 ? marks : marks.filter((_, index) => index % step === 0);
}

/** Joined where cycle follows cycle; one that does not count interrupts nothing but itself. */
function countedLine({ cycle, value, mark }: MetricSeries, projection: Projection): string {
  const counted = cycle.flatMap((_, index) => (mark[index] === "counted" ? [index] : []));
  const x = counted.map((index) => cycle[index] ?? 0);
  const y = counted.map((index) => value[index] ?? 0);
  return linePath({ x, y }, projection, (index) => (x[index] ?? 0) - (x[index - 1] ?? 0) <= 1);
}
