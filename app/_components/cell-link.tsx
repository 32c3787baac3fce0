import { Link } from "@/app/_components/link";
import type { ReactNode } from "react";

/** Names that other pages below the cells have. No cell's name has a slash, so that the longer path is nobody else's. */
const TAKEN = new Set(["fields"]);

/** The page of a cell. */
export function cellHref(labSlug: string, cell: string): string {
  return `/labs/${labSlug}/cells/${TAKEN.has(cell) ? "named/" : ""}${encodeURIComponent(cell)}`;
}

type CellLinkProps = {
  labSlug: string;
  cell: string;
  /** What of the page is shown, as its URL has it. */
  query?: string;
  className?: string | undefined;
  tabIndex?: number;
  children?: ReactNode;
};

/** The name of a cell, which leads to its page. */
export function CellLink({ labSlug, cell, query, className, tabIndex, children }: CellLinkProps) {
  return (
    <Link
      href={`${cellHref(labSlug, cell)}${query ? `?${query}` : ""}`}
      className={className}
      tabIndex={tabIndex}
      title={cell}
      // Tables name hundreds of cells.
      prefetch={false}
    >
      {children ?? <bdi>{cell}</bdi>}
    </Link>
  );
}
