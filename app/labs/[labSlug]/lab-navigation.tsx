"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Icon } from "@/app/_components/icons";
import classes from "./lab-navigation.module.css";
import { useGoKeys } from "./use-go-keys";

/** Only pages that exist. */
export function LabNavigation({ labSlug }: { labSlug: string }) {
  const pathname = usePathname();
  useGoKeys({ g: `/labs/${labSlug}/groups`, c: `/labs/${labSlug}/cells`, i: `/labs/${labSlug}/import` });
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
        </Link>
      ))}
    </nav>
  );
}
