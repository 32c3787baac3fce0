"use client";

import { useQuery } from "@tanstack/react-query";
import { Link } from "@/app/_components/link";
import { usePathname, useSearchParams } from "next/navigation";
import { Icon } from "@/app/_components/icons";
import { useTRPC } from "@/app/_trpc/trpc";
import { useStrays } from "@/app/_trpc/use-strays";
import { choosable, chosenSplit, readDashboardState } from "../groups/dashboard-state";
import { countStrays } from "../groups/_legend/prepare-stray-counts";
import classes from "./lab-navigation.module.css";
import { useGoKeys } from "./use-go-keys";

const strayWords = (count: number) => (count === 1 ? "1 cell strays" : `${count} cells stray`);

/** Strays of the grouping that the page of groups shows, of the cells that it shows, whatever page is open. */
function useStrayCount(labSlug: string): number {
  const trpc = useTRPC();
  const searchParams = useSearchParams();
  const { data } = useQuery(trpc.groupings.list.queryOptions({ labSlug }));
  const state = readDashboardState(searchParams);
  const split = chosenSplit(data ? choosable(data) : [], state);
  const { where } = state;
  return countStrays(useStrays(split && { labSlug, groupingId: split.groupingId, by: split.by, where }));
}

/** The overview is open on its own address alone: those of all other pages begin with it. */
const isOpen = (pathname: string, href: string, lab: string) =>
  pathname === href || (href !== lab && pathname.startsWith(`${href}/`));

/** Only pages that exist. */
export function LabNavigation({ labSlug }: { labSlug: string }) {
  const pathname = usePathname();
  const lab = `/labs/${labSlug}`;
  useGoKeys({ o: lab, g: `${lab}/groups`, c: `${lab}/cells`, i: `${lab}/import` });
  const strays = useStrayCount(labSlug);
  // A phone's bar has room for five; the others are found by their names there.
  const links = [
    { href: lab, icon: "overview", label: "Overview", isRare: false },
    { href: `${lab}/groups`, icon: "groups", label: "Groups", isRare: false },
    { href: `${lab}/cells`, icon: "cells", label: "Cells", isRare: false },
    { href: `${lab}/compare`, icon: "compare", label: "Compare", isRare: true },
    { href: `${lab}/import`, icon: "import", label: "Import", isRare: false },
    { href: `${lab}/groupings`, icon: "groupings", label: "Groupings", isRare: true },
    { href: `${lab}/settings`, icon: "sliders", label: "Settings", isRare: false },
    { href: `/docs/api?lab=${labSlug}`, icon: "api", label: "API", isRare: true },
  ] as const;
  return (
    <nav className={classes.nav} aria-label="Pages">
      {links.map(({ href, icon, label, isRare }) => (
        <Link
          key={href}
          href={href}
          className={classes.link}
          title={label}
          data-rare={isRare || undefined}
          aria-current={isOpen(pathname, href, lab) ? "page" : undefined}
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
