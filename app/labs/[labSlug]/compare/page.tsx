import type { Metadata } from "next";
import { queryOf } from "../query-of";
import { requireLab } from "../require-lab";
import { ComparePage } from "./compare-page";

export const metadata: Metadata = { title: "Compare" };

type CompareRouteProps = {
  params: Promise<{ labSlug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function CompareRoute({ params, searchParams }: CompareRouteProps) {
  const { labSlug } = await params;
  const { lab } = await requireLab(labSlug, `/labs/${labSlug}/compare${queryOf(await searchParams)}`);
  return <ComparePage labSlug={lab.slug} role={lab.role} />;
}
