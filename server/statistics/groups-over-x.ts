import type { GroupsOverX } from "../domain/groups/groups-view";
import type { OtherX } from "../domain/groups/x-axes";
import type { LabScope } from "../lab-scope";
import { type RequestedShown, withGroups } from "./group-statistics";
import { inPieces } from "./in-pieces";
import { ALL_CYCLES } from "./columns/metric-reader";
import { seriesOverX } from "./series-over-x";
import { quantitiesOfX } from "./x-of-cell";

/** Every group over another axis than the cycle number, as a page draws it. */
export function groupsOverX(scope: LabScope, args: RequestedShown & { x: OtherX }): Promise<GroupsOverX> {
  const { x } = args;
  return withGroups(scope, { ...args, also: quantitiesOfX(x) }, async (shown) => {
    const groups = await inPieces(seriesOverX(shown.cells, { ...shown, x, span: ALL_CYCLES }));
    const { metric, unassigned, passing } = shown;
    return { metric, x, groups, unassigned, ...(passing ? { passing } : {}) };
  });
}
