import { groupStyle } from "../_charts/groups/style/group-style";
import classes from "./front-chart.module.css";
import { FRONT_SIZE, prepareFrontChart } from "./prepare-front-chart";

const chart = prepareFrontChart();

/** What a lab sees, of simulated cells. Drawn by the server: nothing is loaded for it. */
export function FrontChart() {
  const { groups, stray, xTicks, yTicks, plot } = chart;
  const bottom = plot.y + plot.height;
  return (
    <figure className={classes.figure}>
      <svg
        className={classes.chart}
        viewBox={`0 0 ${FRONT_SIZE.width} ${FRONT_SIZE.height}`}
        role="img"
        aria-label={`Capacity retention of four groups of simulated cells over cycle number, mean and standard deviation. The cell ${stray.name} fades away from ${stray.group}.`}
      >
        {yTicks.map(({ at, text }) => (
          <g key={text}>
            <path className={classes.grid} d={`M${plot.x},${at}h${plot.width}`} />
            <text className={classes.tick} x={plot.x - 8} y={at} dy="0.33em" textAnchor="end">
              {text}
            </text>
          </g>
        ))}
        {xTicks.map(({ at, text }) => (
          <text key={text} className={classes.tick} x={at} y={bottom} dy="1.4em" textAnchor="middle">
            {text}
          </text>
        ))}
        <text className={classes.axis} x={plot.x + plot.width} y={bottom} dy="3em" textAnchor="end">
          Cycle number
        </text>
        {groups.map(({ name, colour, band, line }) => (
          <g key={name} style={{ color: groupStyle(colour).colour }}>
            <path className={classes.band} d={band} />
            <path className={classes.line} d={line} pathLength={1} />
          </g>
        ))}
        <path className={classes.stray} d={stray.line} />
        <circle className={classes.point} cx={stray.x} cy={stray.y} r={3.5} />
        <text className={classes.note} x={stray.x} y={stray.y - 12} textAnchor="end">
          {stray.name} strays
        </text>
      </svg>
      <figcaption className={classes.caption}>
        <span>Capacity retention / %, mean ± std</span>
        {groups.map(({ name, colour }) => (
          <span key={name} className={classes.group}>
            <span className={classes.chip} style={{ background: groupStyle(colour).colour }} />
            {name}
          </span>
        ))}
        <span>simulated cells</span>
      </figcaption>
    </figure>
  );
}
