"use client";

import { keepPreviousData, type QueryKey, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLive } from "@/app/_trpc/live-provider";
import { useTRPC } from "@/app/_trpc/trpc";
import { useLabChanges } from "@/app/_trpc/use-lab-changes";
import { useWatch } from "@/app/_trpc/use-watch";
import type { TimeWindow } from "@/app/_charts/time-series/time-series-chart";
import type { FamilyKind, FamilyMode } from "@/app/_charts/curves/prepare-curves";
import type { CellHead } from "@/server/domain/cells/cell-page";
import type { SmoothingQuery } from "./_charts/prepare-smoothing";

/** The cell that the page is of. */
export type PageCell = { labSlug: string; cell: string; cellId: number };

/** Least time between two reads of each part while samples arrive: often enough to look alive, seldom enough to cost little. */
const HEAD_MS = 500;
/** Time alone makes a cell silent: no change of the lab announces it. */
const LOOK_EVERY_MS = 60_000;
const CYCLES_MS = 1_000;
const SAMPLES_MS = 2_000;
const CURVES_MS = 4_000;
const AGEING_MS = 10_000;
const TESTS_MS = 20_000;
const PEERS_MS = 10_000;
/** A table of thousands of cycles takes longer to send. */
const MS_PER_CYCLE = 1;

/** Reads parts of the page again when the lab's stream tells of this cell. */
function useFollow({ cellId }: PageCell, read: readonly QueryKey[], isReady: boolean, pauseMs: number): void {
  useLabChanges({ dependsOn: { cells: [cellId], configuration: true }, read, isReady, pauseMs });
}

export function useCellHead(page: PageCell, initial: CellHead) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const input = { labSlug: page.labSlug, cell: page.cell };
  const options = { initialData: initial, staleTime, refetchInterval: LOOK_EVERY_MS };
  const query = useQuery(trpc.cellPage.head.queryOptions(input, options));
  const queryClient = useQueryClient();
  const queryKey = trpc.cellPage.head.queryKey(input);
  useWatch({ cell: page.cell });
  useLabChanges({
    dependsOn: { cells: [page.cellId], configuration: true },
    read: [queryKey],
    isReady: true,
    pauseMs: HEAD_MS,
    take: ({ version, ofCells = [] }) => {
      const push = ofCells.find(({ cell }) => cell === page.cell);
      if (!push) return null;
      queryClient.setQueryData(queryKey, push.head);
      return version;
    },
  });
  return query;
}

export function useCellCycles(page: PageCell) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const input = { labSlug: page.labSlug, cell: page.cell };
  const query = useQuery(trpc.cellPage.cycles.queryOptions(input, { staleTime }));
  const pauseMs = Math.max(CYCLES_MS, (query.data?.cycles.length ?? 0) * MS_PER_CYCLE);
  useFollow(page, [trpc.cellPage.cycles.queryKey(input)], query.data !== undefined, pauseMs);
  return query;
}

export function useCellSteps(page: PageCell, cycle: number | null) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const input = { labSlug: page.labSlug, cell: page.cell, cycle: cycle ?? 0 };
  const options = { staleTime, enabled: cycle !== null, placeholderData: keepPreviousData };
  const query = useQuery(trpc.cellPage.steps.queryOptions(input, options));
  useFollow(page, [trpc.cellPage.steps.queryKey(input)], query.data !== undefined, SAMPLES_MS);
  return query;
}

/** So many points as a wide screen has pixels. */
const POINTS = 2000;

export function useCellSamples(page: PageCell, { fromMs, toMs }: TimeWindow) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const input = { labSlug: page.labSlug, cell: page.cell, fromMs, toMs, points: POINTS };
  const options = { staleTime, placeholderData: keepPreviousData };
  const query = useQuery(trpc.cellPage.samples.queryOptions(input, options));
  useFollow(page, [trpc.cellPage.samples.queryKey(input)], query.data !== undefined, SAMPLES_MS);
  return query;
}

export type CurvesQuestion = { kind: FamilyKind; mode: FamilyMode; cycles: string | null; smoothed: SmoothingQuery };

/** @param asked null: nothing is asked for */
export function useCellCurves(page: PageCell, input: CurvesQuestion | null) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const { kind, mode, cycles, smoothed } = input ?? { kind: "vq", mode: "both", cycles: null, smoothed: {} };
  const query = { kind, ...(cycles === null ? {} : { cycles }), ...(mode === "both" ? {} : { mode }), ...smoothed };
  const question = { labSlug: page.labSlug, cell: page.cell, query };
  const options = { staleTime, enabled: input !== null, placeholderData: keepPreviousData };
  const found = useQuery(trpc.cells.curves.queryOptions(question, options));
  useFollow(page, [trpc.cells.curves.queryKey(question)], found.data !== undefined, CURVES_MS);
  return found;
}

/** Of each curve laid over others: as many as a wide screen has pixels would be too much of fifty. */
const OVERLAID_POINTS = 200;

export type TracesQuestion = { mode: "charge" | "discharge" | null; step: number | null; cycles: string | null };

/** What was measured in each cycle, or in its largest step of a direction. @param asked null: nothing is asked for */
export function useCellTraces(page: PageCell, input: TracesQuestion | null) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const { mode, step, cycles } = input ?? { mode: null, step: null, cycles: null };
  const range = {
    ...(cycles === null ? {} : { cycles }),
    ...(mode === null ? {} : { mode }),
    ...(step === null ? {} : { step }),
  };
  const query = { kind: "vit" as const, points: OVERLAID_POINTS, ...range };
  const question = { labSlug: page.labSlug, cell: page.cell, query };
  const options = { staleTime, enabled: input !== null, placeholderData: keepPreviousData };
  const found = useQuery(trpc.cells.curves.queryOptions(question, options));
  useFollow(page, [trpc.cells.curves.queryKey(question)], input !== null && found.data !== undefined, CURVES_MS);
  return found;
}

/** How the clock and the cyclers' count of time go together. */
export function useCellTestClock(page: PageCell, isEnabled: boolean) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const input = { labSlug: page.labSlug, cell: page.cell };
  const query = useQuery(trpc.cellPage.testClock.queryOptions(input, { staleTime, enabled: isEnabled }));
  // It goes on with the clock where it is not known yet.
  useFollow(page, [trpc.cellPage.testClock.queryKey(input)], isEnabled && query.data !== undefined, AGEING_MS);
  return query;
}

const MODES_OF = { both: null, charge: "charge", discharge: "discharge" } as const;

type PeersQuestion = Omit<CurvesQuestion, "cycles"> & { groupingId: number; cycle: number };

const NO_PEERS: PeersQuestion = { groupingId: 0, cycle: 0, kind: "vq", mode: "both", smoothed: {} };

/** Curves of the cells that the cell is compared with. @param asked null: nothing is asked for */
export function useCellPeers(page: PageCell, input: PeersQuestion | null) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const { mode, smoothed, ...of } = input ?? NO_PEERS;
  const question = { labSlug: page.labSlug, cell: page.cell, ...of, mode: MODES_OF[mode], ...smoothed };
  const options = { staleTime, enabled: input !== null, placeholderData: keepPreviousData };
  const query = useQuery(trpc.cells.peers.queryOptions(question, options));
  useLabChanges({
    dependsOn: { cells: "any", configuration: true }, // whoever finishes that cycle joins them
    read: [trpc.cells.peers.queryKey(question)],
    isReady: input !== null && query.data !== undefined,
    pauseMs: PEERS_MS,
  });
  return query;
}

export function useCellAgeing(page: PageCell) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const input = { labSlug: page.labSlug, cell: page.cell };
  const query = useQuery(trpc.cells.ageing.queryOptions(input, { staleTime }));
  useFollow(page, [trpc.cells.ageing.queryKey(input)], query.data !== undefined, AGEING_MS);
  return query;
}

export function useCellTests(page: PageCell) {
  const trpc = useTRPC();
  const input = { labSlug: page.labSlug, cell: page.cell };
  const query = useQuery(trpc.cellPage.tests.queryOptions(input, { staleTime: 0 }));
  useFollow(page, [trpc.cellPage.tests.queryKey(input)], query.data !== undefined, TESTS_MS);
  return query;
}

export function useCellImports(page: PageCell) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const input = { labSlug: page.labSlug, cell: page.cell };
  const query = useQuery(trpc.cellPage.imports.queryOptions(input, { staleTime }));
  useFollow(page, [trpc.cellPage.imports.queryKey(input)], query.data !== undefined, AGEING_MS);
  return query;
}
