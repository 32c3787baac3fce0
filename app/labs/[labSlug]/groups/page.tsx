import type { Metadata } from "next";
import { queryOf } from "../query-of";
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
