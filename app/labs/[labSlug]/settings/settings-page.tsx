import type { ReactNode } from "react";
import { type Action, may, PERMISSIONS, type Role } from "@/server/domain/labs/permissions";
import { OwedSecondFactor } from "./owed-second-factor";
import classes from "./settings.module.css";
import { SettingsTabs } from "./settings-tabs";

type SettingsPageProps = {
  lab: { slug: string; role: Role; owesSecondFactor: boolean };
  title: string;
  /** What the page is for: who may not do it is told who may. */
  action: Action;
  /** Whether it has a table that uses the width of a screen. */
  isWide?: boolean;
  children: ReactNode;
};

/** The frame of every settings page. */
export function SettingsPage({ lab, title, action, isWide = false, children }: SettingsPageProps) {
  const { from, does } = PERMISSIONS[action];
  return (
    <div className={classes.page} data-wide={isWide || undefined}>
      <SettingsTabs labSlug={lab.slug} role={lab.role} />
      <h1 className={classes.title}>{title}</h1>
      {lab.owesSecondFactor && <OwedSecondFactor />}
      {may(lab.role, action) ? (
        children
      ) : (
        <p>
          {does}: this needs the role “{from}” in the lab, and yours is “{lab.role}”. An owner can change it.
        </p>
      )}
    </div>
  );
}
