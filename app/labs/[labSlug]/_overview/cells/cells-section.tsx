"use client";

import { Button, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useMemo, useRef } from "react";
import { useShortcut } from "@/app/_components/browser/use-shortcut";
import type { LabOverview } from "@/server/domain/cells/lab-overview";
import { CellCards } from "./cell-cards";
import { cellColumns } from "./cell-columns";
import classes from "./cells-section.module.css";
import { CellsTable } from "./cells-table";
import type { OverviewView } from "../overview-view";
import { listRows, toRows } from "./prepare-cells";
import type { ListedStray } from "../cards/prepare-strays";

type CellsSectionProps = {
  labSlug: string;
  timeZone: string;
  overview: LabOverview;
  strays: readonly ListedStray[];
  skewMs: number;
  view: OverviewView;
  onChange: (change: Partial<OverviewView>) => void;
};

/** Every cell, filtered and sorted as the address says. */
export function CellsSection({ labSlug, timeZone, overview, strays, skewMs, view, onChange }: CellsSectionProps) {
  const field = useRef<HTMLInputElement>(null);
  useShortcut("/", () => field.current?.focus());
  const isPhone = useMediaQuery("(width < 37.5em)", false, { getInitialValueInEffect: true });
  const all = useMemo(() => toRows(overview.cells, strays), [overview.cells, strays]);
  const { rows, problem } = useMemo(() => listRows(all, view), [all, view]);
  const columns = useMemo(() => cellColumns(all, overview.channelFieldId !== null), [all, overview.channelFieldId]);
  const list = { labSlug, rows, columns, timeZone, skewMs };
  return (
    <section className={classes.section} aria-label="Cells">
      <div className={classes.bar}>
        <TextInput
          ref={field}
          type="search"
          className={classes.field}
          aria-label="Find a cell"
          placeholder="Find a cell"
          title="Words, or comparisons joined by and, or, not: voltage < 3 and running"
          value={view.text}
          onChange={({ currentTarget }) => onChange({ text: currentTarget.value })}
        />
        <p className={classes.count} role="status">
          {problem ?? countText(rows.length, overview.cells.length + overview.more)}
        </p>
      </div>
      {overview.more > 0 && (
        <p className={classes.count}>
          Listed are the first {overview.cells.length.toLocaleString("en")} cells by name. The REST API lists all.
        </p>
      )}
      {rows.length === 0 && (
        <div className={classes.none}>
          <p>No cell is like that.</p>
          <Button variant="default" onClick={() => onChange({ text: "", only: [] })}>
            Show all cells
          </Button>
        </div>
      )}
      {rows.length > 0 && isPhone && <CellCards {...list} />}
      {rows.length > 0 && !isPhone && (
        <CellsTable {...list} view={view} onSort={(sort, isFalling) => onChange({ sort, isFalling })} />
      )}
    </section>
  );
}

function countText(shown: number, all: number): string {
  const total = `${all.toLocaleString("en")} ${all === 1 ? "cell" : "cells"}`;
  return shown === all ? total : `${shown.toLocaleString("en")} of ${total}`;
}
