"use client";

import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useMemo } from "react";
import { DataTable } from "@/app/_components/table/data-table";
import { prepareTable, shownColumns } from "@/app/_components/table/prepare-table";
import { TableTools } from "@/app/_components/table/table-tools";
import type { LabOverview } from "@/server/domain/cells/lab-overview";
import { OverviewCards } from "./overview-cards";
import { overviewColumns } from "./overview-columns";
import classes from "./cells-section.module.css";
import { BY_STATE } from "../overview-view";
import { rowsOfStates, toRows } from "./prepare-cells";
import type { ListedStray } from "../cards/prepare-stray-list";
import type { OverviewView } from "../use-overview-view";

type CellsSectionProps = {
  labSlug: string;
  timeZone: string;
  overview: LabOverview;
  strays: readonly ListedStray[];
  skewMs: number;
  view: OverviewView;
};

const WORDS = ["cell", "cells"] as const;

/** Every cell, filtered and sorted as the address says. */
export function CellsSection({ labSlug, timeZone, overview, strays, skewMs, view }: CellsSectionProps) {
  const isPhone = useMediaQuery("(width < 37.5em)", false, { getInitialValueInEffect: true });
  const { only, table, onTable, setOnly } = view;
  const all = useMemo(() => toRows(overview.cells, strays), [overview.cells, strays]);
  const hasChannels = overview.channelFieldId !== null;
  const columns = useMemo(
    () => overviewColumns(all, { labSlug, timeZone, hasChannels, nowMs: () => Date.now() - skewMs }),
    [all, labSlug, timeZone, hasChannels, skewMs],
  );
  const { filter, order } = table;
  const { rows, problem } = useMemo(
    () => prepareTable(rowsOfStates(all, only), columns, { filter, order }, wordsOf),
    [all, only, columns, filter, order],
  );
  const shown = useMemo(() => shownColumns(columns, table.columns), [columns, table.columns]);
  return (
    <section className={classes.section} aria-label="Cells">
      <TableTools
        words={WORDS}
        columns={columns}
        rows={rows}
        all={overview.cells.length + overview.more}
        problem={problem}
        view={table}
        onView={onTable}
        placeholder="voltage < 3 and running"
        file="cells.csv"
      />
      {overview.more > 0 && (
        <p className={classes.count}>
          Listed are the first {overview.cells.length.toLocaleString("en")} cells by name. The REST API lists all.
        </p>
      )}
      {rows.length === 0 && (
        <div className={classes.none}>
          <p>No cell matches the filter.</p>
          <Button
            variant="default"
            onClick={() => {
              onTable({ filter: "" });
              setOnly([]);
            }}
          >
            Show all cells
          </Button>
        </div>
      )}
      {rows.length > 0 && isPhone && <OverviewCards {...{ labSlug, rows, columns, timeZone, skewMs }} />}
      {rows.length > 0 && !isPhone && (
        <DataTable
          label="Every cell"
          columns={shown}
          rows={rows}
          keyOf={({ cell }) => cell.cellId}
          stateOf={stateOf}
          view={table}
          first={BY_STATE}
          onView={onTable}
          isTall
        />
      )}
    </section>
  );
}

const wordsOf = ({ stray }: { stray: ListedStray | null }) => (stray === null ? "" : "stray");

const stateOf = ({ cell }: { cell: { name: string } }) => ({ data: { "data-cell": cell.name } });
