"use client";

import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Dialog } from "@/app/_components/dialog";
import { Refusal } from "@/app/_components/refusal";
import { useTRPC, useTRPCClient } from "@/app/_trpc/trpc";
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

/** Leaves a cell, or cycles of it, out of statistics, with a reason; and takes them in again. */
export function ExcludeDialog({ labSlug, asked, onClose }: ExcludeDialogProps) {
  const cell = asked?.cell ?? "";
  const client = useTRPCClient();
  const trpc = useTRPC();
  const [done, setDone] = useState<{ id: string; said: string } | null>(null);
  const include = useMutation(trpc.exclusions.remove.mutationOptions({ onSuccess: () => setDone(null) }));
  return (
    <>
      {done && (
        <p className={classes.excluded} role="status">
          {done.said}
          <Button
            variant="default"
            size="compact-xs"
            loading={include.isPending}
            onClick={() => include.mutate({ labSlug, given: { id: done.id } })}
          >
            Include again
          </Button>
        </p>
      )}
      <Refusal error={include.error} />
      <Dialog isOpen={asked !== null} onClose={onClose} title={`Exclude ${cell}`} place="middle">
        <div className={classes.form}>
          <p className={classes.hint}>
            Means, reference cycles and strays skip what is excluded. No number of the cell itself changes, and it can
            be included again.
          </p>
          <MarkForm
            initial={asked?.cycles ?? null}
            labels={{ from: "From cycle", to: "To cycle, included", reason: "Why" }}
            placeholders={{ from: "all", to: "all", reason: "Contact failure, leak, wrong protocol …" }}
            isReady={() => true}
            action={(cycles) => (cycles === null ? "Exclude cell" : "Exclude cycles")}
            add={async (cycles, reason) => {
              const { id } = await client.exclusions.add.mutate({ labSlug, given: { cell, cycles, reason } });
              const said = `${cell}: ${rangeText(cycles)} excluded from statistics.`;
              setDone({ id, said });
              return said;
            }}
            onDone={onClose}
          />
        </div>
      </Dialog>
    </>
  );
}
