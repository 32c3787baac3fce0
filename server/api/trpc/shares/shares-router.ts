import { createHash } from "node:crypto";
import { listGroupings } from "../../../data/groupings/grouping-reads";
import { inLab } from "../../../data/in-lab";
import { inLabConfig } from "../../../data/in-lab-config";
import { getLabSettings } from "../../../data/labs/lab-reads";
import { getLabState } from "../../../data/labs/lab-state-reads";
import { ALL_CELLS } from "../../../domain/groups/all-cells";
import { router, shareProcedure } from "../trpc";
import { notShown, type Share } from "./share";

export const sharesRouter = router({
  /** What a link's page is drawn from. It is asked again and again, and tells whether anything has changed. */
  open: shareProcedure.query(({ ctx }) => sharedPage(ctx.share)),
});

export async function sharedPage({ scope, grantId, view, names, expiresAt }: Share) {
  const { page, name, query } = view;
  const cells = view.cellIds.map((cellId) => names.get(cellId) ?? null);
  if (page === "cell" && cells[0] === null) throw notShown(); // it was deleted
  const { timeZone, groupings } = await inLabConfig(scope, async (tx) => ({
    timeZone: (await getLabSettings(scope, tx)).timeZone,
    groupings: [ALL_CELLS, ...(await listGroupings(scope, tx))],
  }));
  const { version } = await inLab(scope, (tx) => getLabState(scope, tx));
  const splits = view.groups.flatMap(({ groupingId, by, metrics }) => {
    const grouping = groupings.find(({ id }) => id === groupingId);
    return grouping ? [{ groupingId, by, metrics, ...namesOf(grouping, by) }] : [];
  });
  return {
    ...{ page, name, query, timeZone, splits },
    /** In the order in which the view names them; null for one that was deleted. */
    cells,
    expiresAtMs: expiresAt.getTime(),
    // Another one after each change of the lab; how often it changed is nobody's business.
    state: createHash("sha256").update(`${grantId} ${version}`).digest("base64url"),
  };
}

type StoredGrouping = Awaited<ReturnType<typeof listGroupings>>[number];

/** How a split is called, and the fields whose values name its groups; none where rules do, or where groups have colours of their own. */
function namesOf({ name, definition, styles }: StoredGrouping, by: readonly string[] | null) {
  if (by !== null) return { name: by.join(" × "), styledBy: [...by] };
  return { name, styledBy: "by" in definition && styles.length === 0 ? [...definition.by] : [] };
}
