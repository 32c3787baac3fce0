import { cellHref } from "@/app/_components/cell-href";

type SavedView = { page: "groups" | "cell" | "compare"; cell: string | null; query: string };

/** Where a saved view is shown. */
export function savedViewPath(labSlug: string, { page, cell, query }: SavedView): string {
  const path = page === "cell" ? cellHref(labSlug, cell ?? "") : `/labs/${labSlug}/${page}`;
  return `${path}${query && `?${query}`}`;
}
