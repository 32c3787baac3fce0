"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Link } from "@/app/_components/link";
import type { SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";
import { may, type Role } from "@/server/domain/labs/permissions";
import { compareHref, MAX_PINS } from "../../compare/compare-state";
import type { ValueEdit } from "../_sheet/sheet-edits";
import classes from "./chosen-bar.module.css";
import { type ChosenAction, chosenText } from "./prepare-chosen-cells";
import type { ChosenCells } from "./use-chosen-cells";

// Forms for whoever opens them.
const ChosenDialog = dynamic(() => import("./chosen-dialog").then((loaded) => loaded.ChosenDialog), { ssr: false });

type ChosenBarProps = {
  /** Its cards have nothing to choose by. */
  isPhone: boolean;
  labSlug: string;
  role: Role;
  chosen: ChosenCells;
  /** The cells that the filter found. */
  listed: readonly SheetCell[];
  fields: readonly SheetField[];
  /** Saves values, and tells whether they were. */
  onSave: (edits: readonly ValueEdit[]) => Promise<boolean>;
};

/** What may be done to the chosen cells together; nothing while none is chosen. */
export function ChosenBar({ isPhone, labSlug, role, chosen, listed, fields, onSave }: ChosenBarProps) {
  const [action, setAction] = useState<ChosenAction | null>(null);
  const { cells } = chosen;
  if (cells.length === 0 || isPhone) return null;
  const common = { variant: "default", size: "compact-sm" } as const;
  const pins = cells.map(({ name }) => ({ kind: "cell" as const, cell: name }));
  return (
    <section className={classes.bar} aria-label="Chosen cells">
      <p className={classes.count} role="status">
        {chosenText(cells, listed)}
      </p>
      {pins.length <= MAX_PINS ? (
        <Button {...common} component={Link} href={compareHref(labSlug, pins)}>
          Compare
        </Button>
      ) : (
        <Button {...common} disabled title={`A comparison has ${MAX_PINS} lines at the most`}>
          Compare
        </Button>
      )}
      {may(role, "exclude") && (
        <>
          <Button {...common} onClick={() => setAction("tag")}>
            Tag…
          </Button>
          <Button {...common} onClick={() => setAction("exclude")}>
            Exclude…
          </Button>
        </>
      )}
      {may(role, "editCells") && (
        <Button {...common} onClick={() => setAction("set")}>
          Set a value…
        </Button>
      )}
      {cells.length < listed.length && (
        <Button {...common} onClick={chosen.chooseListed}>
          Choose all {listed.length.toLocaleString("en")}
        </Button>
      )}
      <Button {...common} onClick={chosen.clear}>
        Choose none
      </Button>
      {action && (
        <ChosenDialog
          labSlug={labSlug}
          action={action}
          cells={cells}
          fields={fields}
          onSave={onSave}
          onClose={() => setAction(null)}
        />
      )}
    </section>
  );
}
