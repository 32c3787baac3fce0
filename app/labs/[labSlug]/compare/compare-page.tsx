"use client";

import { Notice } from "@/app/_components/answer-state";
import type { Role } from "@/server/domain/labs/permissions";
import { viewOfComparison } from "../_share/prepare-share";
import { ShareButton } from "../_share/share-button";
import { ViewsButton } from "../_views/views-button";
import { CompareBody } from "./compare-body";
import { CompareControls } from "./compare-controls";
import classes from "./compare-page.module.css";
import { PinFields } from "./pin-fields";
import { Pins } from "./pins";
import { useChoices, useLines } from "./use-lines";
import { useCompareState } from "./use-compare-state";

const OF_COMPARE = { page: "compare", cell: null } as const;

/** Cells and groups beside each other, across tests and groupings. */
export function ComparePage({ labSlug, role }: { labSlug: string; role: Role }) {
  const [state, change] = useCompareState();
  const choices = useChoices(labSlug);
  const pinned = useLines(labSlug, state, choices);
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>Compare cells and groups</h1>
      <CompareControls state={state} onChange={change} />
      <div className={classes.pins}>
        <Pins labSlug={labSlug} pinned={pinned} state={state} onChange={change} />
        <ViewsButton labSlug={labSlug} role={role} shown={OF_COMPARE} />
        {state.pins.length > 0 && (
          <ShareButton
            labSlug={labSlug}
            role={role}
            view={() =>
              viewOfComparison(
                state,
                pinned.map(({ name }) => name),
              )
            }
          />
        )}
        <PinFields labSlug={labSlug} choices={choices} state={state} onChange={change} />
      </div>
      {state.pins.length === 0 ? (
        <Notice title="Nothing to compare yet">
          <p>Add two cells or groups above. Whoever opens the link sees the same.</p>
        </Notice>
      ) : (
        <CompareBody pinned={pinned} state={state} onChange={change} />
      )}
    </div>
  );
}
