"use client";

import { Button } from "@mantine/core";
import { Fragment } from "react";
import { useIsShared } from "@/app/_components/use-is-shared";
import type { CellsPassing } from "@/server/domain/groups/groups-view";
import { shownConditions, withWhere } from "../_controls/prepare-cell-filter";
import type { ChangeDashboard } from "../use-dashboard-state";
import classes from "./filter-line.module.css";

type FilterLineProps = {
  where: string | null;
  /** Undefined while it is not known, and where a link does not tell. */
  passing: CellsPassing | undefined;
  onChange: ChangeDashboard;
};

/** Which cells are in the groups, condition by condition, and how many these are. Nothing where all are. */
export function FilterLine({ where, passing, onChange }: FilterLineProps) {
  const isShared = useIsShared();
  if (where === null) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be of fields
    <div className={classes.line} role="group" aria-label="Filter of the cells">
      <span>Cells:</span>
      {shownConditions(where).map(({ key, joinedBy, text, without }) => (
        <Fragment key={key}>
          {joinedBy !== null && <span>{joinedBy}</span>}
          {isShared ? (
            <bdi className={classes.condition}>{text}</bdi>
          ) : (
            <Button
              variant="default"
              size="compact-xs"
              className={classes.chip}
              aria-label={`Remove the filter ${text}`}
              onClick={() => onChange(withWhere(without))}
            >
              <span>
                <bdi>{text}</bdi> ×
              </span>
            </Button>
          )}
        </Fragment>
      ))}
      <span className={classes.count} role="status">
        {passing && `${passing.cells.toLocaleString("en")} of ${cellCount(passing.of)}`}
      </span>
      {!isShared && (
        <Button variant="subtle" size="compact-xs" onClick={() => onChange(withWhere(null))}>
          Clear filter
        </Button>
      )}
    </div>
  );
}

const cellCount = (count: number) => (count === 1 ? "1 cell" : `${count.toLocaleString("en")} cells`);
