import type { ReactNode } from "react";
import { Logo } from "@/app/_components/logo";
import { UndoPlace } from "@/app/_components/undo/undo-place";
import type { Role } from "@/server/domain/labs/permissions";
import { AccountMenu } from "./account-menu";
import { Crumb } from "./crumb";
import { HeaderTools } from "./header-tools";
import classes from "./lab-frame.module.css";
import { LabNavigation } from "./lab-navigation";
import type { LabSummary } from "../lab-summary";
import { LabSwitch } from "./lab-switch";
import { RecomputeNotice } from "./recompute-notice";
import { StreamState } from "./stream-state";

type LabFrameProps = {
  lab: LabSummary & { role: Role };
  labs: readonly LabSummary[];
  user: { name: string; email: string };
  serverNowMs: number;
  children: ReactNode;
};

/** The frame of every page of a lab: navigation, breadcrumb, state of the stream, account. */
export function LabFrame({ lab, labs, user, serverNowMs, children }: LabFrameProps) {
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <aside className={classes.side}>
        <div className={classes.logo}>
          <Logo />
        </div>
        <div className={classes.logoCompact}>
          <Logo isCompact />
        </div>
        <div className={classes.lab}>
          <LabSwitch lab={lab} labs={labs} />
        </div>
        <LabNavigation labSlug={lab.slug} />
      </aside>
      <header className={classes.header}>
        <Crumb lab={lab} />
        <StreamState labSlug={lab.slug} timeZone={lab.timeZone} serverNowMs={serverNowMs} />
        <HeaderTools lab={lab} labs={labs} />
        <AccountMenu user={user} lab={lab} labs={labs} />
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        <RecomputeNotice labSlug={lab.slug} />
        {children}
      </main>
      <UndoPlace />
    </div>
  );
}
