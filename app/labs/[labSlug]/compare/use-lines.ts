"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLive } from "@/app/_trpc/live-provider";
import { useTRPC } from "@/app/_trpc/trpc";
import { useLabChanges } from "@/app/_trpc/use-lab-changes";
import type { CellCycles } from "@/server/domain/cells/cell-page";
import type { GroupBase } from "@/server/domain/groups/groups-view";
import { choosable } from "../groups/dashboard-state";
import { toCycleFilter } from "@/server/domain/tags/cycle-filter";
import { type CompareState, type Pin, type PinnedSplit, writePin, writeSplit } from "./compare-state";
import { keptLines } from "./kept-lines";
import { type Line, lineOfCell, lineOfGroup } from "./prepare-lines";

/** What came of a pin: its lines, or why there is none yet. */
export type PinnedLines = { pin: Pin; name: string; lines: readonly Line[]; state: "shown" | "loading" | "gone" };

/** A cycle takes hours: its point need not come at once. */
const PAUSE_MS = 5_000;
const CELLS_STALE_MS = 30_000;

/** What may be pinned: names of cells, and the groupings. */
export function useChoices(labSlug: string) {
  const trpc = useTRPC();
  const groupings = useQuery(trpc.groupings.list.queryOptions({ labSlug }));
  const cells = useQuery(trpc.overview.cells.queryOptions({ labSlug }, { staleTime: CELLS_STALE_MS }));
  return useMemo(
    () => ({
      groupings: groupings.data ? choosable(groupings.data) : [],
      cells: (cells.data?.cells ?? []).map(({ name }) => name),
    }),
    [groupings.data, cells.data],
  );
}

type Choices = { groupings: readonly { id: number; name: string }[] };

/** The lines of all pins, in their order; read again when the lab changes. */
export function useLines(labSlug: string, state: CompareState, { groupings }: Choices): PinnedLines[] {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const { pins, metric, x, tag, rateC, isNormalised } = state;
  const cells = pins.flatMap((pin) => (pin.kind === "cell" ? [pin.cell] : []));
  const splits = splitsOf(pins);
  const ofCells = useQueries({
    queries: cells.map((cell) => trpc.cellPage.cycles.queryOptions({ labSlug, cell }, { staleTime })),
  });
  const question = ({ groupingId, by, where }: PinnedSplit) => ({
    ...{ labSlug, groupingId, by, where },
    ...{ metric, tag, rateC },
  });
  const overCycles = useQueries({
    queries: x === null ? splits.map((split) => trpc.groups.view.queryOptions(question(split), { staleTime })) : [],
  });
  const overX = useQueries({
    queries:
      x === null ? [] : splits.map((split) => trpc.groups.overX.queryOptions({ ...question(split), x }, { staleTime })),
  });
  const bases = useQueries({
    queries: isNormalised ? splits.map((split) => trpc.groups.bases.queryOptions(question(split), { staleTime })) : [],
  });
  useLabChanges({
    dependsOn: { cells: "any", configuration: true },
    read: [
      ...cells.map((cell) => trpc.cellPage.cycles.queryKey({ labSlug, cell })),
      ...splits.map((split) =>
        x === null ? trpc.groups.view.queryKey(question(split)) : trpc.groups.overX.queryKey({ ...question(split), x }),
      ),
      ...(isNormalised ? splits.map((split) => trpc.groups.bases.queryKey(question(split))) : []),
    ],
    isReady: [...ofCells, ...overCycles, ...overX, ...bases].every(({ isPending }) => !isPending),
    pauseMs: PAUSE_MS,
  });
  const ofGroupings: readonly QueryState<LoadedGroups>[] = x === null ? overCycles : overX;
  return pins.map((pin): PinnedLines => {
    if (pin.kind === "group") {
      const grouping = groupings.find(({ id }) => id === pin.groupingId)?.name ?? "grouping";
      const asked = splits.findIndex((split) => writeSplit(split) === writeSplit(pin));
      return pinnedGroup(pin, splitName(pin, grouping), ofGroupings[asked], bases[asked]);
    }
    const found = ofCells[cells.indexOf(pin.cell)];
    const lines = found?.data ? linesOf(pin.cell, found.data, state) : NONE;
    return { pin, name: pin.cell, lines, state: stateOf(found?.data, found) };
  });
}

const NONE: readonly Line[] = [];

/** How a pinned group's cells are split, and which of them are in it. */
function splitName({ by, where }: PinnedSplit, grouping: string): string {
  const name = by === null ? grouping : by.join(" × ");
  return where === null ? name : `${name}, ${where}`;
}

/** How the pinned groups split the cells, each once. */
function splitsOf(pins: readonly Pin[]): PinnedSplit[] {
  const groups = pins.flatMap((pin) => (pin.kind === "group" ? [pin] : []));
  return [...new Map(groups.map((pin) => [writeSplit(pin), pin])).values()];
}

type Filtered = Pick<CompareState, "metric" | "x" | "tag" | "rateC">;

const linesOf = (cell: string, found: CellCycles, { metric, x, tag, rateC }: Filtered) =>
  keptLines(found, JSON.stringify([cell, metric, x, tag, rateC]), () => [
    lineOfCell(cell, found, { metric, x, filter: toCycleFilter(tag === null ? [] : [tag], rateC) }),
  ]);

type QueryState<Data> = { data: Data | undefined; isError: boolean };
type LoadedGroups = { groups: readonly Parameters<typeof lineOfGroup>[2][] };

function pinnedGroup(
  pin: Pin & { kind: "group" },
  grouping: string,
  found: QueryState<LoadedGroups> | undefined,
  bases: QueryState<readonly GroupBase[]> | undefined,
): PinnedLines {
  // A view that was frozen before there were bases has none: it is a share of its first value, as it was.
  if (bases && bases.data === undefined && !bases.isError) return { pin, name: pin.key, lines: NONE, state: "loading" };
  const group = found?.data?.groups.find(({ key }) => key === pin.key);
  if (group) {
    const key = writePin(pin);
    const base = bases?.data?.find((one) => one.key === pin.key)?.base ?? null;
    const lines = keptLines(group, JSON.stringify([grouping, key, base]), () => [
      lineOfGroup(grouping, key, group, base),
    ]);
    return { pin, name: lines[0]?.name ?? pin.key, lines, state: "shown" };
  }
  return { pin, name: pin.key, lines: NONE, state: found?.data ? "gone" : stateOf(undefined, found) };
}

function stateOf(data: unknown, asked: QueryState<unknown> | undefined): PinnedLines["state"] {
  if (data !== undefined) return "shown";
  return asked?.isError ? "gone" : "loading";
}
