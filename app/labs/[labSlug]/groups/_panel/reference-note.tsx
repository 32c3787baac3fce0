"use client";

import { Button } from "@mantine/core";
import { GuideLink } from "@/app/_components/guide-hint";
import classes from "./groups-panel.module.css";

/** That differences are shown, from what, and the way back to the values. */
export function ReferenceNote({ name, onEnd }: { name: string | null; onEnd: () => void }) {
  if (name === null) return null;
  return (
    <p className={classes.reference} role="status">
      <GuideLink to="reference">Differences</GuideLink> from <b>{name}</b>, at the cycles that both have
      <Button variant="default" size="compact-xs" onClick={onEnd}>
        Show values
      </Button>
    </p>
  );
}
