import type { Metadata } from "next";
import { requireLab } from "../require-lab";
import { GroupsDashboard } from "./groups-dashboard";

export const metadata: Metadata = { title: "Groups" };

type GroupsPageProps = {
  params: Promise<{ labSlug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function GroupsPage({ params, searchParams }: GroupsPageProps) {
  const { labSlug } = await params;
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}/groups${queryOf(await searchParams)}`);
  return <GroupsDashboard labSlug={lab.slug} role={lab.role} />;
}

/** The query as it was asked, so that signing in leads back to the same view. */
function queryOf(given: Record<string, string | string[] | undefined>): string {
  const query = new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one])),
  ).toString();
  return query && `?${query}`;
}
