"use client";

import { Link } from "@/app/_components/link";
import { usePathname } from "next/navigation";
import { type Action, may, type Role } from "@/server/domain/labs/permissions";
import classes from "./settings.module.css";

const TABS: readonly { path: string; label: string; action: Action }[] = [
  { path: "lab", label: "Lab", action: "read" },
  { path: "members", label: "Members", action: "read" },
  { path: "keys", label: "Keys", action: "manageKeys" },
  { path: "links", label: "Links", action: "manageKeys" },
  { path: "audit", label: "Audit", action: "readAudit" },
];

/** The pages of settings that the role may open. */
export function SettingsTabs({ labSlug, role }: { labSlug: string; role: Role }) {
  const pathname = usePathname();
  return (
    <nav className={classes.tabs} aria-label="Settings">
      {TABS.filter(({ action }) => may(role, action)).map(({ path, label }) => {
        const href = `/labs/${labSlug}/settings/${path}`;
        return (
          <Link key={path} href={href} aria-current={pathname === href ? "page" : undefined}>
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
