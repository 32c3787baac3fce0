"use client";

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Dialog } from "@/app/_components/dialog";
import { useIsShared } from "@/app/_components/shared-page";
import type { Role } from "@/server/domain/labs/permissions";
import { type PageToSave, SavedViews } from "./saved-views";

/** The lab's saved views, and the way to save what the page shows as one. */
export function ViewsButton({ labSlug, role, shown }: { labSlug: string; role: Role; shown: PageToSave }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  if (useIsShared()) return null;
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={open}>
        Views…
      </Button>
      <Dialog isOpen={isOpen} title="Saved views" place="middle" onClose={close}>
        <SavedViews labSlug={labSlug} role={role} shown={shown} onGo={close} />
      </Dialog>
    </>
  );
}
