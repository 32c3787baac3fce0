import type { Metadata } from "next";
import { shownCharts } from "./_overview/charts/prepare-pinned-charts";
import { Overview } from "./_overview/overview";
import { type AskFirst, FirstData } from "./first-data";
import { choosable, chosenGrouping } from "./groups/dashboard-state";
import { requireLab } from "./require-lab";

export const metadata: Metadata = { title: "Overview" };

type LabPageProps = { params: Promise<{ labSlug: string }> };

export default async function LabPage({ params }: LabPageProps) {
  const { labSlug } = await params;
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}`);
  return (
    <FirstData ask={askFirst(lab.slug)}>
      <Overview lab={lab} />
    </FirstData>
  );
}

/** The cells as they are now, the charts, and which cells stray: that takes longest, and is what the page is opened for. */
function askFirst(labSlug: string): AskFirst {
  return async (trpc, queries) => {
    void queries.prefetchQuery(trpc.overview.cells.queryOptions({ labSlug }));
    void queries.prefetchQuery(trpc.overview.today.queryOptions({ labSlug }));
    const settings = queries.fetchQuery(trpc.labs.settings.queryOptions({ labSlug }));
    const choice = choosable(await queries.fetchQuery(trpc.groupings.list.queryOptions({ labSlug })));
    const groupingId = chosenGrouping(choice, { groupingId: null })?.id;
    if (groupingId !== undefined)
      void queries.prefetchQuery(trpc.groups.strays.queryOptions({ labSlug, groupingId, by: null, where: null }));
    for (const { grouping, metric } of shownCharts(choice, (await settings).pinnedCharts)) {
      const shown = { groupingId: grouping.id, by: null, where: null, metric, tag: null, rateC: null };
      void queries.prefetchQuery(trpc.groups.view.queryOptions({ labSlug, ...shown }));
    }
    return null;
  };
}
