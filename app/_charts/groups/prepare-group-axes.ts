import { OTHER_X_AXES, type OtherX } from "@/server/domain/groups/x-axes";
import { decimalsFor, formatFixed } from "../frame/prepare-numbers";
import {
  CYCLE_AXIS,
  DAYS_AXIS,
  DURATION_AXIS,
  FULL_CYCLES_AXIS,
  THROUGHPUT_AXIS,
  type XAxis,
} from "../frame/prepare-x-axis";

/** What groups are drawn over. */
export type GroupAxis = {
  axis: XAxis;
  /** In a list to choose from. */
  label: string;
  hoverLabel: string;
  /** Over a column of its places. */
  columnTitle: string;
  textOf: (x: number) => string;
};

const DIGITS = 4;
const HOUR_S = 3600;
const rounded = (x: number) => formatFixed(x, decimalsFor(x, DIGITS));
const inUnit = (unit: string) => (x: number) => `${rounded(x)} ${unit}`;

export const GROUP_AXES = {
  cycle: { axis: CYCLE_AXIS, label: "Cycle number", hoverLabel: "Cycle", columnTitle: "Cycle number", textOf: String },
  equivalentFullCycles: {
    axis: FULL_CYCLES_AXIS,
    label: "Equivalent full cycles",
    hoverLabel: "Full cycles",
    columnTitle: "Equivalent full cycles",
    textOf: rounded,
  },
  throughputAh: {
    axis: THROUGHPUT_AXIS,
    label: "Throughput",
    hoverLabel: "Throughput",
    columnTitle: "Charge throughput / Ah",
    textOf: inUnit("Ah"),
  },
  days: {
    axis: DAYS_AXIS,
    label: "Days since reference",
    hoverLabel: "Since reference",
    columnTitle: "Time since the reference cycle / d",
    textOf: inUnit("d"),
  },
  testTime: {
    axis: DURATION_AXIS,
    label: "Time under test",
    hoverLabel: "Under test",
    columnTitle: "Time under test / s",
    textOf: (x) => `${formatFixed(x / HOUR_S, 1)} h`,
  },
} as const satisfies Record<OtherX | "cycle", GroupAxis>;

export const GROUP_AXIS_NAMES = ["cycle", ...OTHER_X_AXES] as const;
