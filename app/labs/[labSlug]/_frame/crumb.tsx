"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import { useTRPC } from "@/app/_trpc/trpc";
import classes from "./crumb.module.css";
import { choosable, chosenSplit, readDashboardState } from "../groups/dashboard-state";
import type { LabSummary } from "../lab-summary";

/** The breadcrumb: lab, page, grouping. */
export function Crumb({ lab }: { lab: LabSummary }) {
  const trpc = useTRPC();
  const searchParams = useSearchParams();
  const page = usePathname().split("/")[3] ?? "overview";
  const { data } = useQuery(trpc.groupings.list.queryOptions({ labSlug: lab.slug }));
  const split = chosenSplit(data ? choosable(data) : [], readDashboardState(searchParams));
  return (
    <nav className={classes.crumb} aria-label="You are here">
      <ol>
        <li className={classes.lab}>{lab.name}</li>
        <li className={classes.page}>
          {page === "kiosk" ? "Wall screen" : page.slice(0, 1).toUpperCase() + page.slice(1)}
        </li>
        {page === "groups" && split && <li className={classes.grouping}>{split.name}</li>}
      </ol>
    </nav>
  );
}
