import { Link } from "@/app/_components/link";
import type { ReactNode } from "react";
import { cellHref } from "./cell-href";
import { useIsShared } from "./use-is-shared";

type CellLinkProps = {
  labSlug: string;
  cell: string;
  /** What of the page is shown, as its URL has it. */
  query?: string;
  className?: string | undefined;
  tabIndex?: number;
  children?: ReactNode;
};

/** The name of a cell, which leads to its page; on the page of a link, the name alone. */
export function CellLink({ labSlug, cell, query, className, tabIndex, children }: CellLinkProps) {
  const isShared = useIsShared();
  const shown = children ?? <bdi>{cell}</bdi>;
  if (isShared) {
    return (
      <span className={className} title={cell}>
        {shown}
      </span>
    );
  }
  return (
    <Link
      href={`${cellHref(labSlug, cell)}${query ? `?${query}` : ""}`}
      className={className}
      tabIndex={tabIndex}
      title={cell}
      // Tables name hundreds of cells.
      prefetch={false}
    >
      {shown}
    </Link>
  );
}
