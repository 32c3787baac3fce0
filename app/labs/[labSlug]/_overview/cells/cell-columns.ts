import { decimalsFor, formatFixed, formatSigned } from "@/app/_charts/frame/prepare-numbers";
import type { OverviewRow } from "./prepare-cells";
import type { SortKey } from "../overview-view";

export type CellColumn = {
  key: SortKey;
  head: string;
  isNumber: boolean;
  /** Empty where there is no value. */
  textOf: (row: OverviewRow) => string;
};

const VOLTAGE_DECIMALS = 3;
const CURRENT_DIGITS = 4;
const MILLI_BELOW_A = 0.1;

/** What is listed of each cell beside its state and name: the current in mA where all of them are that small, channels where they are known. */
export function cellColumns(rows: readonly OverviewRow[], hasChannels: boolean): CellColumn[] {
  const largestA = rows.reduce((largest, { cell }) => Math.max(largest, Math.abs(cell.lastCurrentA ?? 0)), 0);
  const [scale, unit] = largestA > 0 && largestA < MILLI_BELOW_A ? ([1000, "mA"] as const) : ([1, "A"] as const);
  const decimals = decimalsFor(largestA * scale, CURRENT_DIGITS);
  const number = (key: SortKey, head: string, textOf: CellColumn["textOf"]): CellColumn => ({
    key,
    head,
    isNumber: true,
    textOf,
  });
  return [
    number("cycle", "Cycle", ({ cell }) => (cell.cycle === null ? "" : String(cell.cycle))),
    number("voltage", "Voltage / V", ({ cell }) => textOf(cell.lastVoltageV, VOLTAGE_DECIMALS)),
    number("current", `Current / ${unit}`, ({ cell }) =>
      textOf(cell.lastCurrentA === null ? null : cell.lastCurrentA * scale, decimals),
    ),
    ...(hasChannels ? [{ key: "channel", head: "Channel", isNumber: false, textOf: channelOf } as const] : []),
    number("deviation", "Δ %", ({ stray }) => deviationText(stray?.relativeDeviation ?? null)),
  ];
}

const textOf = (value: number | null, decimals: number) => (value === null ? "" : formatFixed(value, decimals));
const channelOf = ({ cell }: OverviewRow) => cell.channel ?? "";
const deviationText = (relative: number | null) => (relative === null ? "" : formatSigned(100 * relative, 1));
