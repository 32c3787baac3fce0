import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { Suspense } from "react";
import { findCellOfPage } from "@/server/api/pages/cell-of-page";
import { findRenamedCells } from "@/server/api/pages/renamed-cells";
import { cellHref } from "@/app/_components/cell-href";
import { type AskFirst, prefetchClient, drawnFirst, FirstData } from "../../first-data";
import { queryOf } from "../../query-of";
import { requireLab } from "../../require-lab";
import { FirstPanels } from "./_charts/first-panels";
import { CellPage } from "./cell-page";
import { readCellPageState } from "./cell-page-state";

type CellRouteProps = {
  params: Promise<{ labSlug: string; cellName: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: CellRouteProps): Promise<Metadata> {
  return { title: nameIn((await params).cellName) ?? "Cell" };
}

export default async function CellRoute({ params, searchParams }: CellRouteProps) {
  const { labSlug, cellName } = await params;
  const name = nameIn(cellName);
  const query = queryOf(await searchParams);
  const path = `${cellHref(labSlug, name ?? "")}${query}`;
  const { lab, user } = await requireLab(labSlug, path);
  const head = name === null ? null : await findCellOfPage(user.userId, lab.slug, name);
  if (!head) {
    const now = (await findRenamedCells(user.userId, lab.slug, name === null ? [] : [name])).get(name ?? "");
    if (now === undefined) notFound();
    redirect(`${cellHref(lab.slug, now)}${query}`);
  }
  return (
    <FirstData ask={askFirst(lab.slug, head.cell.name, query)}>
      <CellPage
        // Another cell is another page: nothing of the one before stays.
        key={head.cell.cellId}
        labSlug={lab.slug}
        role={lab.role}
        timeZone={lab.timeZone}
        initial={head}
        serverNowMs={Date.now()}
      />
    </FirstData>
  );
}

/** What the panels over cycle number are drawn of, the first thing on the page. */
function askFirst(labSlug: string, cell: string, query: string): AskFirst {
  return async (trpc, queries) => {
    const options = trpc.cellPage.cycles.queryOptions({ labSlug, cell });
    const cycles = drawnFirst(prefetchClient().fetchQuery(options));
    void queries.prefetchQuery({ ...options, queryFn: cycles.later });
    const state = readCellPageState(new URLSearchParams(query));
    const chart = (
      <Suspense>
        <FirstPanels cycles={cycles} state={state} />
      </Suspense>
    );
    return { chart, below: null };
  };
}

/** The name as it was sent; null where it is no percent-encoded UTF-8. */
function nameIn(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
