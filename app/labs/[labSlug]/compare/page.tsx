import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { findRenamedCells } from "@/server/api/pages/renamed-cells";
import { queryOf } from "../query-of";
import { requireLab } from "../require-lab";
import { ComparePage } from "./compare-page";
import { cellsOfPins, readCompareState, withPinsRenamed, writeCompareState } from "./compare-state";

export const metadata: Metadata = { title: "Compare" };

type CompareRouteProps = {
  params: Promise<{ labSlug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function CompareRoute({ params, searchParams }: CompareRouteProps) {
  const { labSlug } = await params;
  const query = queryOf(await searchParams);
  const { lab, user } = await requireLab(labSlug, `/labs/${labSlug}/compare${query}`);
  const state = readCompareState(new URLSearchParams(query));
  const renamed = await findRenamedCells(user.userId, lab.slug, cellsOfPins(state.pins));
  if (renamed.size > 0) redirect(`/labs/${lab.slug}/compare?${writeCompareState(withPinsRenamed(state, renamed))}`);
  return <ComparePage labSlug={lab.slug} role={lab.role} />;
}
