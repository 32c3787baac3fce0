import type { CellStatus } from "./cell-state";

/** One cell as a lab's overview shows it. */
export type OverviewCell = {
  cellId: number;
  name: string;
  state: CellStatus;
  /** When it ended, or was last heard of before it fell silent, Unix ms; null in other states. */
  sinceMs: number | null;
  /** Unix ms, by its own clock; null before the first sample. */
  lastSampleAtMs: number | null;
  /** When a sender last sent samples of it, by the server's clock, Unix ms; null where there are none, or all came as files. */
  arrivedAtMs: number | null;
  lastVoltageV: number | null;
  lastCurrentA: number | null;
  /** As shown; null before the first sample. */
  cycle: number | null;
  /** What the lab's field of channels says; null without one. */
  channel: string | null;
};

export type LabOverview = {
  /** The server's clock when it looked. */
  nowMs: number;
  cells: OverviewCell[];
  /** How many cells more the lab has than are listed. */
  more: number;
  /** Samples stored a second, over the last half minute. */
  samplesPerS: number;
  /** Null while the lab has chosen none. */
  channelFieldId: number | null;
};

/** What came to its end since midnight in the lab's time zone. */
export type FinishedToday = {
  /** The last tests that ended, the latest first. */
  ended: { cell: string; test: string; endedAtMs: number }[];
  endedCount: number;
  /** Of each test the last hundred count. */
  completedCycles: number;
  cellsWithCycles: number;
};
