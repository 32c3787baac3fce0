"use client";

import { useDisclosure } from "@mantine/hooks";
import dynamic from "next/dynamic";
import { Dialog } from "@/app/_components/dialog";
import { useIsShared } from "@/app/_components/use-is-shared";
import type { Role } from "@/server/domain/labs/permissions";
import { ViewAction } from "../_share/view-action";
import type { PageToSave } from "./saved-views";

// For whoever opens it.
const SavedViews = dynamic(() => import("./saved-views").then(({ SavedViews: views }) => views), { ssr: false });

type ViewsButtonProps = { labSlug: string; role: Role; shown: PageToSave; isIcon?: boolean };

/** The lab's saved views, and the way to save what the page shows as one. */
export function ViewsButton({ labSlug, role, shown, isIcon }: ViewsButtonProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  if (useIsShared()) return null;
  return (
    <>
      <ViewAction label="Views…" icon="eye" isIcon={isIcon} onClick={open} />
      <Dialog isOpen={isOpen} title="Saved views" place="middle" onClose={close}>
        <SavedViews labSlug={labSlug} role={role} shown={shown} onGo={close} />
      </Dialog>
    </>
  );
}
