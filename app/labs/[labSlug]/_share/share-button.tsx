"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "@/app/_components/dialog";
import { Icon } from "@/app/_components/icons";
import { useIsShared } from "@/app/_components/shared-page";
import { may, type Role } from "@/server/domain/labs/permissions";
import type { AskedView } from "./prepare-share";
import { ShareForm } from "./share-form";

type ShareButtonProps = {
  labSlug: string;
  role: Role;
  /** What is shared, as it is shown when somebody asks for it; null while nothing is. */
  view: () => AskedView | null;
  hasIcon?: boolean;
};

/** Shares what the page shows; for whoever may give the lab's data away. */
export function ShareButton({ labSlug, role, view, hasIcon = true }: ShareButtonProps) {
  const [shared, setShared] = useState<AskedView | null>(null);
  if (useIsShared() || !may(role, "manageKeys")) return null;
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={hasIcon && <Icon name="export" size={14} />}
        onClick={() => setShared(view())}
      >
        Share…
      </Button>
      <Dialog isOpen={shared !== null} title="Share this view" place="middle" onClose={() => setShared(null)}>
        {shared && <ShareForm labSlug={labSlug} view={shared} />}
      </Dialog>
    </>
  );
}
