import { listGroupings } from "../../../data/groupings/grouping-reads";
import { inLabConfig } from "../../../data/in-lab-config";
import { getLabSettings } from "../../../data/labs/lab-reads";
import { ALL_CELLS } from "../../../domain/groups/all-cells";
import type { SharedOpening } from "../../../domain/labs/granted-view";
import { notShown, type Share } from "./share";

/** What the page of a link is drawn from, with the names of now. @throws AppError `not_found` where it shows a cell that was deleted */
export async function openingOf({ scope, view, names }: Share): Promise<SharedOpening> {
  const { page, name, query } = view;
  const cells = view.cellIds.map((cellId) => names.get(cellId) ?? null);
  if (page === "cell" && cells[0] === null) throw notShown();
  const { timeZone, groupings } = await inLabConfig(scope, async (tx) => ({
    timeZone: (await getLabSettings(scope, tx)).timeZone,
    groupings: [ALL_CELLS, ...(await listGroupings(scope, tx))],
  }));
  const splits = view.groups.flatMap(({ groupingId, by, where, metrics }) => {
    const grouping = groupings.find(({ id }) => id === groupingId);
    return grouping ? [{ groupingId, by, where, metrics, ...namesOf(grouping, by) }] : [];
  });
  return { page, name, query, timeZone, splits, cells };
}

type StoredGrouping = Awaited<ReturnType<typeof listGroupings>>[number];

/** How a split is called, and the fields whose values name its groups; none where rules do, or where groups have colours of their own. */
function namesOf({ name, definition, styles }: StoredGrouping, by: readonly string[] | null) {
  if (by !== null) return { name: by.join(" × "), styledBy: [...by] };
  return { name, styledBy: "by" in definition && styles.length === 0 ? [...definition.by] : [] };
}
