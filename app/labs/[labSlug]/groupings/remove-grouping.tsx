"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { failureOf, useTRPCClient } from "@/app/_trpc/trpc";
import classes from "./groupings-page.module.css";

type RemoveGroupingProps = { labSlug: string; groupingId: number; name: string; onDone: () => Promise<unknown> };

/** Asks for confirmation: no measurement is deleted with it, but its rules and colours are. */
export function RemoveGrouping({ labSlug, groupingId, name, onDone }: RemoveGroupingProps) {
  const client = useTRPCClient();
  const [isConfirming, setIsConfirming] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const remove = async () => {
    try {
      await client.groupings.remove.mutate({ labSlug, given: { groupingId } });
      await onDone();
    } catch (error) {
      setFailure(failureOf(error).message);
    }
  };
  return (
    <div className={classes.remove}>
      {isConfirming ? (
        <>
          <p>Remove “{name}” with its order and colours? Cells and their values stay.</p>
          <div className={classes.buttons}>
            <Button variant="default" onClick={() => setIsConfirming(false)}>
              Keep
            </Button>
            <Button color="red" onClick={() => void remove()}>
              Remove grouping
            </Button>
          </div>
        </>
      ) : (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setIsConfirming(true)}>
          Remove this grouping…
        </Button>
      )}
      <p role="alert" className={classes.failure}>
        {failure}
      </p>
    </div>
  );
}
