import type { Metadata } from "next";
import { requireLab } from "../require-lab";
import { GroupingsPage } from "./groupings-page";

export const metadata: Metadata = { title: "Groupings" };

type GroupingsRouteProps = { params: Promise<{ labSlug: string }> };

export default async function GroupingsRoute({ params }: GroupingsRouteProps) {
  const { labSlug } = await params;
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}/groupings`);
  return <GroupingsPage labSlug={lab.slug} role={lab.role} />;
}
