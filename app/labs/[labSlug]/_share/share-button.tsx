"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Dialog } from "@/app/_components/dialog";
import { useIsShared } from "@/app/_components/use-is-shared";
import { may, type Role } from "@/server/domain/labs/permissions";
import type { RequestedView } from "./prepare-share";
import { ViewAction } from "./view-action";

// For whoever opens it.
const ShareForm = dynamic(() => import("./share-form").then(({ ShareForm: form }) => form), { ssr: false });

type ShareButtonProps = {
  labSlug: string;
  role: Role;
  /** What is shared, as it is shown when somebody asks for it; null while nothing is. */
  view: () => RequestedView | null;
  isIcon?: boolean;
};

/** Shares what the page shows; for whoever may give the lab's data away. */
export function ShareButton({ labSlug, role, view, isIcon }: ShareButtonProps) {
  const [shared, setShared] = useState<RequestedView | null>(null);
  if (useIsShared() || !may(role, "manageKeys")) return null;
  return (
    <>
      <ViewAction label="Share…" icon="export" isIcon={isIcon} onClick={() => setShared(view())} />
      <Dialog isOpen={shared !== null} title="Share this view" place="middle" onClose={() => setShared(null)}>
        {shared && <ShareForm labSlug={labSlug} view={shared} />}
      </Dialog>
    </>
  );
}
