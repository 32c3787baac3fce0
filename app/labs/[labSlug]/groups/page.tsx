import type { Metadata } from "next";
import { type ReactNode, Suspense } from "react";
import { queryOf } from "../query-of";
import { type AskFirst, prefetchClient, drawnFirst, FirstData } from "../first-data";
import { requireLab } from "../require-lab";
import { choosable, chosenSplit, readDashboardState } from "./dashboard-state";
import { FirstDive, FirstGroups, isSimple, readFirstGroups } from "./_first/first-groups";
import { GroupsDashboard } from "./groups-dashboard";

export const metadata: Metadata = { title: "Groups" };

type GroupsPageProps = {
  params: Promise<{ labSlug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function GroupsPage({ params, searchParams }: GroupsPageProps) {
  const { labSlug } = await params;
  const query = queryOf(await searchParams);
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}/groups${query}`);
  return (
    <FirstData ask={askFirst(lab.slug, query)}>
      <GroupsDashboard labSlug={lab.slug} role={lab.role} />
    </FirstData>
  );
}

/** The groupings, and with them the groups of the chart. */
function askFirst(labSlug: string, query: string): AskFirst {
  return async (trpc, queries) => {
    const groupings = await queries.fetchQuery(trpc.groupings.list.queryOptions({ labSlug }));
    const state = readDashboardState(new URLSearchParams(query));
    const split = chosenSplit(choosable(groupings), state);
    if (split === null || state.x !== null) return null;
    const { groupingId, by, defaultMetric } = split;
    const { where, metric, tag, rateC } = state;
    const question = { labSlug, groupingId, by, where, metric: metric ?? defaultMetric, tag, rateC };
    const options = trpc.groups.view.queryOptions(question);
    if (!isSimple(state)) {
      void queries.prefetchQuery(options);
      return null;
    }
    const view = drawnFirst(prefetchClient().fetchQuery(options));
    void queries.prefetchQuery({ ...options, queryFn: view.later });
    const fieldCount = split.styledBy.length;
    const read = readFirstGroups({ view, metricName: question.metric, state, fieldCount });
    const inTime = (part: ReactNode) => <Suspense>{part}</Suspense>;
    return { chart: inTime(<FirstGroups read={read} />), below: inTime(<FirstDive read={read} />) };
  };
}
