import { textScale } from "@/app/_components/browser/text-scale";
import classes from "./chart-frame.module.css";
import type { Plot } from "./prepare-projection";

/** Space between the x axis and its tick labels that the chart itself draws in. */
export type Strip = { height: number; title: string };

export const NO_STRIP: Strip = { height: 0, title: "" };

type AxisTitlesProps = { plot: Plot; xTitle: string; yTitle: string; strip?: Strip };

/** A strip lower than a line of text has no title. */
const LEAST_TITLED_STRIP_PX = 8;

/** Letters are at most this wide, of their height, in the mean. */
const LETTER = 0.6;
const USUAL_TEXT_PX = 12;

/** Smaller where a title is longer than its axis. */
const fittingText = (title: string, roomPx: number) => {
  const sizePx = roomPx / (LETTER * Math.max(1, title.length));
  return sizePx < USUAL_TEXT_PX * textScale() ? { fontSize: sizePx } : undefined;
};

/** What the axes around a plot are of. */
export function AxisTitles({ plot, xTitle, yTitle, strip = NO_STRIP }: AxisTitlesProps) {
  const bottom = plot.y + plot.height;
  return (
    <g className={classes.titles}>
      <text x={plot.x + plot.width / 2} y={bottom + strip.height + 40 * textScale()} textAnchor="middle">
        {xTitle}
      </text>
      <text
        transform={`translate(${10 * textScale()}, ${plot.y + plot.height / 2}) rotate(-90)`}
        textAnchor="middle"
        style={fittingText(yTitle, plot.height)}
      >
        {yTitle}
      </text>
      {strip.height > LEAST_TITLED_STRIP_PX && (
        <text x={plot.x - 8} y={bottom + 4 + strip.height / 2} textAnchor="end" dominantBaseline="middle">
          {strip.title}
        </text>
      )}
    </g>
  );
}
