"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import type { CellCycles } from "@/server/domain/cells/cell-page";
import { type RequestedExclusion, ExcludeDialog } from "../../../groups/_dive/exclude-dialog";
import { cyclesLookedAt } from "../../_panel/prepare-cycle-range";
import type { SectionProps } from "./section-props";

type ExcludeCyclesProps = Pick<SectionProps, "page" | "state"> & { cycles: CellCycles["cycles"] };

/** Leaves the chosen cycle, or those that are zoomed to, out of statistics. */
export function ExcludeCycles({ page, state, cycles }: ExcludeCyclesProps) {
  const [requested, setRequested] = useState<RequestedExclusion | null>(null);
  const lookedAt = cyclesLookedAt(
    state,
    cycles.map(({ cycle }) => cycle),
  );
  return (
    <>
      {lookedAt && (
        <Button variant="default" size="compact-sm" onClick={() => setRequested({ cell: page.cell, cycles: lookedAt })}>
          Exclude…
        </Button>
      )}
      <ExcludeDialog labSlug={page.labSlug} asked={requested} onClose={() => setRequested(null)} />
    </>
  );
}
