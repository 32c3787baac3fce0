import type { CellStatus } from "@/server/domain/cells/cell-state";
import type { OverviewCell } from "@/server/domain/cells/lab-overview";

export type Channels = {
  total: number;
  /** Channels on which nothing runs, with the cell that was the last on each. */
  idle: { channel: string; cell: OverviewCell }[];
};

const BUSY: ReadonlySet<CellStatus> = new Set(["running", "resting", "waiting"]);
const collator = new Intl.Collator("en", { numeric: true });

/** A channel is idle while none of its cells runs, rests or waits to begin. */
export function prepareChannels(cells: readonly OverviewCell[]): Channels {
  const byChannel = Map.groupBy(
    cells.filter(({ channel }) => channel !== null && channel.trim() !== ""),
    ({ channel }) => channel ?? "",
  );
  const idle = [...byChannel].flatMap(([channel, on]) => {
    const [latest] = on.toSorted((left, right) => lastOf(right) - lastOf(left));
    return latest === undefined || on.some(({ state }) => BUSY.has(state)) ? [] : [{ channel, cell: latest }];
  });
  idle.sort((left, right) => collator.compare(left.channel, right.channel));
  return { total: byChannel.size, idle };
}

const lastOf = ({ arrivedAtMs, lastSampleAtMs }: OverviewCell) => arrivedAtMs ?? lastSampleAtMs ?? 0;
