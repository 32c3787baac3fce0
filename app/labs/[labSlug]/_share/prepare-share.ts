import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import type { requestedView, ViewedGroups } from "@/server/domain/labs/granted-view";
import type { z } from "zod";
import { type CellPageState, writeCellPageState } from "../cells/[cellName]/cell-page-state";
import { type CompareState, type Pin, writeCompareState, writeSplit } from "../compare/compare-state";
import { type DashboardState, type Split, writeDashboardState } from "../groups/dashboard-state";

/** A view as it is shared: what it names, and the query by which its page is drawn. */
export type RequestedView = z.input<typeof requestedView>;

export type ShownGroups = { split: Split; metric: MetricName; state: DashboardState };

/**
 * The page of groups as it is shown. What is hidden stays hidden, be it what the others are compared with: the link shows it to nobody. Where
 * anything is, the link names what it shows instead: the key of a group changes with its rule or a cell's field, and would be shown again.
 * @param keys of all groups that there are now
 */
export function viewOfGroups({ split, metric, state }: ShownGroups, keys: readonly string[]): RequestedView {
  const { hidden, reference, group } = state;
  const isHidden = (key: string) => hidden.includes(key);
  const compared = reference !== null && isHidden(reference) ? WITHOUT_REFERENCE : {};
  const looked = group !== null && isHidden(group) ? WITHOUT_GROUP : {};
  return {
    page: "groups",
    name: short(`${METRICS[metric].label} by ${split.name}${ofCells(state)}`),
    query: writeDashboardState({ ...state, metric, hidden: [], ...compared, ...looked }),
    cells: state.referenceCell === null ? [] : [state.referenceCell],
    groups: [
      {
        ...groupsOf({ split, metric, state }),
        only: hidden.length === 0 ? null : keys.filter((key) => !isHidden(key)),
        hidden: [...hidden],
      },
    ],
  };
}

/** Which cells it is of, where a filter leaves others out. */
const ofCells = ({ where }: DashboardState) => (where === null ? "" : `, ${where}`);

/** Values in place of differences, and so without the part of those that was zoomed to. */
const WITHOUT_REFERENCE = { reference: null, low: null, high: null } as const;

const WITHOUT_GROUP = { group: null, cycle: null, cell: null } as const;

/** One group at a cycle, without the others. */
export function viewOfDive(shown: ShownGroups, group: { key: string; name: string; cycle: number }): RequestedView {
  const { metric, state } = shown;
  const { key, name, cycle } = group;
  const alone = { reference: null, referenceCell: null, hidden: [], low: null, high: null };
  const { metrics: _, ...groups } = groupsOf(shown);
  return {
    page: "dive",
    name: short(`${METRICS[metric].label} of ${name}${ofCells(state)} at cycle ${cycle}`),
    query: writeDashboardState({ ...state, ...alone, metric, panels: [], group: key, cycle }),
    cells: [],
    groups: [{ ...groups, metrics: [metric], only: [key], hidden: [] }],
  };
}

function groupsOf({ split, metric, state }: ShownGroups): Omit<ViewedGroups, "only" | "hidden"> {
  const { groupingId, by } = split;
  const { where, panels, x, tag, rateC } = state;
  return { groupingId, by, where, metrics: [...new Set([metric, ...panels])], x, tag, rateC };
}

/** The page of a cell, without the cells that it is compared with. */
export const viewOfCell = (cell: string, state: CellPageState): RequestedView => ({
  page: "cell",
  name: cell,
  query: writeCellPageState({ ...state, peers: null, against: null }),
  cells: [cell],
  groups: [],
});

/** A comparison: cells, and of groupings the groups that are pinned. */
export function viewOfComparison(state: CompareState, names: readonly string[]): RequestedView {
  const { pins, metric, x, tag, rateC } = state;
  const pinned = Map.groupBy(pins.filter(isGroup), writeSplit);
  return {
    page: "compare",
    name: short(`${METRICS[metric].label} of ${names.join(", ")}`),
    query: writeCompareState(state),
    compared: { metric, x, tag, rateC },
    cells: cellsOf(pins),
    groups: [...pinned.values()].flatMap((of) => {
      const [first] = of;
      if (!first) return [];
      const { groupingId, by, where } = first;
      return [
        {
          groupingId,
          by,
          where,
          ...{ metrics: [metric], x, tag, rateC },
          ...{ only: of.map(({ key }) => key), hidden: [] },
        },
      ];
    }),
  };
}

type CellPin = Extract<Pin, { kind: "cell" }>;
type GroupPin = Extract<Pin, { kind: "group" }>;
const isGroup = (pin: Pin): pin is GroupPin => pin.kind === "group";
const isCell = (pin: Pin): pin is CellPin => pin.kind === "cell";
const cellsOf = (pins: readonly Pin[]) => pins.filter(isCell).map(({ cell }) => cell);

/** The pins of a shared comparison, its cells by the names that they have now; those that were deleted keep theirs. */
export function pinsNow(pins: readonly Pin[], names: readonly (string | null)[]): Pin[] {
  let place = 0;
  return pins.map((pin) => (isCell(pin) ? { kind: "cell", cell: names[place++] ?? pin.cell } : pin));
}

/** Of a name of a link. */
const MAX_CHARACTERS = 128;
const short = (name: string) => (name.length > MAX_CHARACTERS ? `${name.slice(0, MAX_CHARACTERS - 1)}…` : name);
