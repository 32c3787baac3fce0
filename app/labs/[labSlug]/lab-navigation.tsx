"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { Icon } from "@/app/_components/icons";
import { useTRPC } from "@/app/_trpc/trpc";
import { choosable } from "@/app/_trpc/use-groupings";
import { useStrays } from "@/app/_trpc/use-strays";
import { chosenSplit, readDashboardState } from "./groups/dashboard-state";
import { countStrays } from "./groups/_legend/prepare-strays";
import classes from "./lab-navigation.module.css";
import { useGoKeys } from "./use-go-keys";

const strayWords = (count: number) => (count === 1 ? "1 cell strays" : `${count} cells stray`);

/** Strays of the grouping that the page of groups shows, whatever page is open. */
function useStrayCount(labSlug: string): number {
  const trpc = useTRPC();
  const searchParams = useSearchParams();
  const { data } = useQuery(trpc.groupings.list.queryOptions({ labSlug }));
  const split = chosenSplit(data ? choosable(data) : [], readDashboardState(searchParams));
  return countStrays(useStrays(split && { labSlug, groupingId: split.groupingId, by: split.by }));
}

/** Only pages that exist. */
export function LabNavigation({ labSlug }: { labSlug: string }) {
  const pathname = usePathname();
  useGoKeys({ g: `/labs/${labSlug}/groups`, c: `/labs/${labSlug}/cells`, i: `/labs/${labSlug}/import` });
  const strays = useStrayCount(labSlug);
  const links = [
    { href: `/labs/${labSlug}/groups`, icon: "groups", label: "Groups" },
    { href: `/labs/${labSlug}/cells`, icon: "cells", label: "Cells" },
    { href: `/labs/${labSlug}/import`, icon: "import", label: "Import" },
    { href: `/labs/${labSlug}/groupings`, icon: "groupings", label: "Groupings" },
    { href: `/labs/${labSlug}/settings`, icon: "sliders", label: "Settings" },
    { href: "/docs/api", icon: "api", label: "API" },
  ] as const;
  return (
    <nav className={classes.nav} aria-label="Pages">
      {links.map(({ href, icon, label }) => (
        <Link
          key={href}
          href={href}
          className={classes.link}
          title={label}
          aria-current={pathname === href || pathname.startsWith(`${href}/`) ? "page" : undefined}
        >
          <Icon name={icon} />
          <span className={classes.label}>{label}</span>
          {icon === "groups" && strays > 0 && (
            <span className={classes.count} title={strayWords(strays)}>
              {strays}
              <span className={classes.unseen}> stray</span>
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
