import type { Metadata } from "next";
import { Overview } from "./_overview/overview";
import { type AskFirst, FirstData } from "./first-data";
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

/** The cells as they are now, and what the charts and the strays are of. */
function askFirst(labSlug: string): AskFirst {
  return async (trpc, queries) => {
    void queries.prefetchQuery(trpc.overview.cells.queryOptions({ labSlug }));
    void queries.prefetchQuery(trpc.overview.today.queryOptions({ labSlug }));
    void queries.prefetchQuery(trpc.groupings.list.queryOptions({ labSlug }));
    void queries.prefetchQuery(trpc.labs.settings.queryOptions({ labSlug }));
  };
}
