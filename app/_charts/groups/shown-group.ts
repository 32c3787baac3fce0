import type { GroupStyle } from "./style/group-style";
import type { PreparedSeries } from "./prepare-series";

/** A group as it is drawn. */
export type ShownGroup = { series: PreparedSeries; style: GroupStyle };
