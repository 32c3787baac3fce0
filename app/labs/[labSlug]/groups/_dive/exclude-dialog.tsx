"use client";

import dynamic from "next/dynamic";
import { Dialog } from "@/app/_components/dialog";
import { offerUndo } from "@/app/_components/undo/undo-offers";
import { useTRPCClient } from "@/app/_trpc/trpc";
import type { CycleRange } from "@/server/domain/cells/exclusions";
import { rangeText } from "../../cells/_panel/prepare-cycle-range";
import classes from "./dive-cells.module.css";

// Its fields of numbers are a script of their own, for whoever opens it.
const MarkForm = dynamic(() => import("../../cells/_panel/mark-form").then(({ MarkForm: form }) => form), {
  ssr: false,
});

export type RequestedExclusion = { cell: string; cycles: CycleRange | null };

type ExcludeDialogProps = {
  labSlug: string;
  /** What is asked about, with the cycles that a chart points at, or null for all; null: nothing. */
  asked: RequestedExclusion | null;
  onClose: () => void;
};

/** Leaves a cell, or cycles of it, out of statistics, with a reason. */
export function ExcludeDialog({ labSlug, asked, onClose }: ExcludeDialogProps) {
  const cell = asked?.cell ?? "";
  const client = useTRPCClient();
  return (
    <Dialog isOpen={asked !== null} onClose={onClose} title={`Exclude ${cell}`} place="middle">
      <div className={classes.form}>
        <p className={classes.hint}>
          Means, reference cycles and strays skip what is excluded. No number of the cell itself changes, and it can be
          included again.
        </p>
        <MarkForm
          initial={asked?.cycles ?? null}
          labels={{ from: "From cycle", to: "To cycle, included", reason: "Why" }}
          placeholders={{ from: "all", to: "all", reason: "Contact failure, leak, wrong protocol …" }}
          isReady={() => true}
          action={(cycles) => (cycles === null ? "Exclude cell" : "Exclude cycles")}
          add={async (cycles, reason) => {
            const { id } = await client.exclusions.add.mutate({ labSlug, given: { cell, cycles, reason } });
            offerUndo({
              text: `${cell}: ${rangeText(cycles)} excluded from statistics.`,
              undo: () => client.exclusions.remove.mutate({ labSlug, given: { id } }),
              undone: `${cell}: ${rangeText(cycles)} included in statistics again.`,
            });
            return "";
          }}
          onDone={onClose}
        />
      </div>
    </Dialog>
  );
}
