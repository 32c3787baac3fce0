"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { CellCycles } from "@/server/domain/cells/cell-page";
import type { RequestedExclusion } from "../../../groups/_dive/exclude-dialog";
import { cyclesLookedAt } from "../../_panel/prepare-cycle-range";
import type { SectionProps } from "./section-props";

// For whoever opens it.
const ExcludeDialog = dynamic(
  () => import("../../../groups/_dive/exclude-dialog").then((loaded) => loaded.ExcludeDialog),
  { ssr: false },
);

type ExcludeCyclesProps = Pick<SectionProps, "page" | "state"> & { cycles: CellCycles["cycles"] };

/** Leaves the chosen cycle, or those that are zoomed to, out of statistics. */
export function ExcludeCycles({ page, state, cycles }: ExcludeCyclesProps) {
  const [asked, setAsked] = useState<RequestedExclusion | null>(null);
  // Once it was open it stays: only a dialog that closes gives the focus back.
  const [wasOpen, setWasOpen] = useState(false);
  const open = (cycles: RequestedExclusion["cycles"]) => {
    setAsked({ cell: page.cell, cycles });
    setWasOpen(true);
  };
  const lookedAt = cyclesLookedAt(
    state,
    cycles.map(({ cycle }) => cycle),
  );
  return (
    <>
      {lookedAt && (
        <Button variant="default" size="compact-sm" onClick={() => open(lookedAt)}>
          Exclude…
        </Button>
      )}
      {wasOpen && <ExcludeDialog labSlug={page.labSlug} asked={asked} onClose={() => setAsked(null)} />}
    </>
  );
}
