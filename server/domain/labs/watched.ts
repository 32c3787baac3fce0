import type { CellHead } from "../cells/cell-page";
import type { MetricName } from "../cycles/metrics";
import type { GroupsDelta } from "../groups/groups-view";

/** Statistics of groups as a page asks for them. */
export type WatchedGroups = {
  groupingId: number;
  by: string[] | null;
  where: string | null;
  metric: MetricName;
  tag: string | null;
  rateC: number | null;
};

/** What the pages of a browser show, so that the lab's stream brings what changes of it. */
export type Watched = { groups: WatchedGroups[] /** By their names. */; cells: string[] };

/** More than this a stream does not bring: what is left over is asked for. */
export const MAX_WATCHED = 12;
/** And of each kind more than so many characters, as an address has them: it is asked for in one. */
export const MAX_WATCHED_CHARACTERS = 6_000;

/** Two pages that show the same statistics have one key. */
export const watchKey = ({ groupingId, by, where, metric, tag, rateC }: WatchedGroups): string =>
  JSON.stringify([groupingId, by, where, metric, tag, rateC]);

/** What changed of watched statistics after a version, for whoever shows that version or a later one. */
export type GroupsPush = { key: string; sinceVersion: number; delta: Extract<GroupsDelta, { kind: "patch" }> };

/** The head of a watched cell's page after a change of it. */
export type CellPush = { cell: string; head: CellHead };

/** What an event of the stream brings beside the news that something changed. */
export type Pushes = { ofGroups?: GroupsPush[]; ofCells?: CellPush[] };
