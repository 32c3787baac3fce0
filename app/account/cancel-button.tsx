"use client";

import { Button } from "@mantine/core";
import classes from "./account.module.css";

/** Leaves what was begun as it is. */
export function CancelButton({ onCancel }: { onCancel: () => void }) {
  return (
    <div className={classes.buttons}>
      <Button variant="subtle" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
