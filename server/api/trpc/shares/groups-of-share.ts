import type { GroupsOverX, GroupsView } from "../../../domain/groups/groups-view";
import { showsGroup, type ViewedGroups, type ViewPage } from "../../../domain/labs/granted-view";
import { notShown, requireCell, type Share } from "./share";

type RequestedGroups = {
  groupingId: number;
  by: readonly string[] | null;
  where: string | null;
  metric: ViewedGroups["metrics"][number];
  tag: string | null;
  rateC: number | null;
  x?: ViewedGroups["x"];
};

/**
 * What a link shows of groups that are asked for; null for a member, who sees all of them.
 * @throws AppError `not_found` for groups, metrics, axes and cycles that it does not show
 */
export function shownGroups(share: Share | null, requested: RequestedGroups): ViewedGroups | null {
  if (share === null) return null;
  const { groupingId, where, metric, tag, rateC, x } = requested;
  const by = JSON.stringify(requested.by);
  const found = share.view.groups.find(
    (one) =>
      one.groupingId === groupingId &&
      JSON.stringify(one.by) === by &&
      one.where === where &&
      one.metrics.includes(metric) &&
      one.tag === tag &&
      one.rateC === rateC &&
      (x === undefined || one.x === x),
  );
  if (!found) throw notShown();
  return found;
}

/** The pages that look at single cells of groups. */
const WITH_CELLS: readonly ViewPage[] = ["groups", "dive"];

/** @throws AppError `not_found` for cells of a group that the link does not show, or does not look into */
export function requireCellsOf(share: Share | null, shown: ViewedGroups | null, key: string | null): void {
  if (share === null || shown === null) return;
  if (key === null || !WITH_CELLS.includes(share.view.page) || !showsGroup(shown, key)) throw notShown();
}

type RequestedLines = { group: string | null; cell: string | null };

/** @throws AppError `not_found` for lines of cells that the link does not show: of a group, of one cell, or of all groups' cells */
export function requireLines(share: Share | null, shown: ViewedGroups | null, { group, cell }: RequestedLines): void {
  if (share === null) return;
  if (!WITH_CELLS.includes(share.view.page)) throw notShown();
  if (cell !== null) requireCell(share, cell, WITH_CELLS);
  else if (group !== null) requireCellsOf(share, shown, group);
}

/** Those of some groups that are shown. */
export const groupsShown = <Group extends { key: string }>(shown: ViewedGroups | null, groups: Group[]): Group[] =>
  shown === null ? groups : groups.filter(({ key }) => showsGroup(shown, key));

/** A view of groups without what the link does not show: other groups, single cells where its page has none, how often the lab changed, and how many cells it has. */
export function viewShown(share: Share | null, shown: ViewedGroups | null, view: GroupsView): GroupsView {
  if (share === null || shown === null) return view;
  const hasCells = WITH_CELLS.includes(share.view.page);
  const isWhole = shown.only === null && shown.hidden.length === 0;
  const { passing: _ofAll, ...told } = view;
  return {
    ...told,
    version: 0,
    groups: groupsShown(shown, view.groups),
    running: hasCells ? view.running.filter(({ groupKey }) => showsGroup(shown, groupKey)) : [],
    unassigned: isWhole ? view.unassigned : 0,
    cellsWithoutCycles: isWhole ? view.cellsWithoutCycles : 0,
  };
}

/** The same over another axis. */
export function overXShown(shown: ViewedGroups, { passing: _ofAll, ...answer }: GroupsOverX): GroupsOverX {
  return { ...answer, groups: groupsShown(shown, answer.groups), unassigned: 0 };
}
