import { decimalsFor, formatFixed, formatSigned } from "@/app/_charts/frame/prepare-numbers";
import { CellLink } from "@/app/_components/cell-link";
import type { DrawnColumn } from "@/app/_components/table/data-table";
import { useTick } from "@/app/_components/browser/use-tick";
import { CellStateMark } from "../../cell-state-mark";
import { SHOWN_STATES } from "../overview-view";
import { ageText } from "../prepare-age";
import classes from "./cells-section.module.css";
import type { OverviewRow } from "./prepare-cells";

const VOLTAGE_DECIMALS = 3;
const CURRENT_DIGITS = 4;
const MILLI_BELOW_A = 0.1;
const PERCENT = 100;

type ColumnsOptions = {
  labSlug: string;
  timeZone: string;
  hasChannels: boolean;
  /** The server's clock. */
  nowMs: () => number;
};

/** What is listed of each cell: the current in mA where all of them are that small, channels where they are known. */
export function overviewColumns(rows: readonly OverviewRow[], options: ColumnsOptions): DrawnColumn<OverviewRow>[] {
  const { labSlug, timeZone, hasChannels, nowMs } = options;
  const largestA = rows.reduce((largest, { cell }) => Math.max(largest, Math.abs(cell.lastCurrentA ?? 0)), 0);
  const [scale, unit] = largestA > 0 && largestA < MILLI_BELOW_A ? ([1000, "mA"] as const) : ([1, "A"] as const);
  const decimals = decimalsFor(largestA * scale, CURRENT_DIGITS);
  const currentOf = ({ cell }: OverviewRow) => cell.lastCurrentA && cell.lastCurrentA * scale;
  return [
    {
      ...{ key: "name", head: "Cell", isNumber: false },
      valueIn: ({ cell }) => cell.name,
      textOf: ({ cell }) => cell.name,
      draw: ({ cell }) => <CellLink labSlug={labSlug} cell={cell.name} />,
    },
    {
      ...{ key: "state", head: "State", isNumber: false },
      // Strays first, then by what matters.
      valueIn: ({ cell, stray }) => SHOWN_STATES.indexOf(cell.state) - (stray === null ? 0 : SHOWN_STATES.length),
      filterOf: ({ cell }) => cell.state,
      textOf: ({ cell, stray }) => (stray === null ? cell.state : `${cell.state}, stray`),
      draw: (row) => <State {...row} />,
    },
    {
      ...{ key: "cycle", head: "Cycle", isNumber: true },
      valueIn: ({ cell }) => cell.cycle,
      textOf: ({ cell }) => (cell.cycle === null ? "" : String(cell.cycle)),
    },
    {
      ...{ key: "voltage", head: "Voltage / V", isNumber: true },
      valueIn: ({ cell }) => cell.lastVoltageV,
      textOf: ({ cell }) => numberText(cell.lastVoltageV, VOLTAGE_DECIMALS),
    },
    {
      ...{ key: "current", head: `Current / ${unit}`, isNumber: true },
      valueIn: currentOf,
      textOf: (row) => numberText(currentOf(row), decimals),
    },
    ...(hasChannels ? [CHANNEL] : []),
    {
      ...{ key: "deviation", head: "Δ %", isNumber: true },
      valueIn: ({ stray }) => percentOf(stray),
      textOf: ({ stray }) => (percentOf(stray) === null ? "" : formatSigned(percentOf(stray), 1)),
    },
    {
      ...{ key: "age", head: "Last sample", isNumber: true },
      // The youngest first, as ages rise; what came as files by its own clock.
      valueIn: ({ cell }) => negative(cell.arrivedAtMs ?? cell.lastSampleAtMs),
      filterOf: ({ cell }) => isoOf(cell.arrivedAtMs ?? cell.lastSampleAtMs),
      textOf: ({ cell }) => ageText(cell, nowMs(), timeZone) ?? "",
      draw: ({ cell }) => <Age textNow={() => ageText(cell, nowMs(), timeZone) ?? "–"} />,
    },
  ];
}

const CHANNEL: DrawnColumn<OverviewRow> = {
  ...{ key: "channel", head: "Channel", isNumber: false },
  valueIn: ({ cell }) => cell.channel,
  textOf: ({ cell }) => cell.channel ?? "",
};

function State({ cell, stray }: OverviewRow) {
  return (
    <>
      <CellStateMark state={cell.state} />
      {stray !== null && (
        <span className={classes.stray} title={stray.all}>
          stray
        </span>
      )}
    </>
  );
}

const TICK_MS = 1_000;

/** It goes on each second. */
function Age({ textNow }: { textNow: () => string }) {
  useTick(TICK_MS);
  return <span suppressHydrationWarning>{textNow()}</span>;
}

const numberText = (value: number | null, decimals: number) => (value === null ? "" : formatFixed(value, decimals));
const percentOf = (stray: OverviewRow["stray"]) =>
  stray?.relativeDeviation == null ? null : PERCENT * stray.relativeDeviation;
const negative = (value: number | null) => (value === null ? null : -value);
const isoOf = (atMs: number | null) => (atMs === null ? null : new Date(atMs).toISOString());
