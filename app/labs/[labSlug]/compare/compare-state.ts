import { isMetricName, type MetricName } from "@/server/domain/cycles/metrics";
import { ALL_CELLS } from "@/server/domain/groups/all-cells";
import { OTHER_X_AXES, type OtherX } from "@/server/domain/groups/x-axes";
import { rateOf, realNumber, tagOf, whereOf } from "../groups/dashboard-state";

/** How cells are split, by a grouping or by fields in its place, and which of them, by a filter; null: all. */
export type PinnedSplit = { groupingId: number; by: string[] | null; where: string | null };

/** What is compared: a cell by its name, or a group by how cells are split, and its key. */
export type Pin = { kind: "cell"; cell: string } | ({ kind: "group"; key: string } & PinnedSplit);

/** What the page shows, as kept in the URL. */
export type CompareState = {
  pins: readonly Pin[];
  metric: MetricName;
  /** null: the cycle number. */
  x: OtherX | null;
  /** Which cycles are compared, by a tag and a discharge rate (1/h); null: all. */
  tag: string | null;
  rateC: number | null;
  /** Each in a chart of its own. */
  isSideBySide: boolean;
  /** As a share of its own reference cycle. */
  isNormalised: boolean;
  /** The part of x that is shown; null leaves an end open. */
  from: number | null;
  to: number | null;
  /** Where on x the table compares; null: the last place that all have. */
  at: number | null;
  /** The pin that the others are compared with, by its place in the list. */
  reference: number;
};

/** More lines than these are told apart by nobody, and each is a question of its own. */
export const MAX_PINS = 12;
const MAX_PIN = 15_200;
const MAX_FIELDS = 2;

type ReadableParams = { get: (name: string) => string | null; getAll: (name: string) => string[] };

/** Parses the URL's query. Invalid values count as absent: an old link shows the page, not an error. */
export function readCompareState(params: ReadableParams): CompareState {
  const metric = params.get("metric") ?? "";
  const pins = [...new Set(params.getAll("pin"))].flatMap((text) => readPin(text) ?? []).slice(0, MAX_PINS);
  return {
    pins,
    metric: isMetricName(metric) ? metric : "dischargeCapacityAh",
    x: OTHER_X_AXES.find((one) => one === params.get("x")) ?? null,
    tag: tagOf(params.get("cycles") ?? ""),
    rateC: rateOf(params.get("rate")),
    isSideBySide: params.get("side") === "1",
    isNormalised: params.get("normalised") === "1",
    ...readRange(realNumber(params.get("from")), realNumber(params.get("to"))),
    at: realNumber(params.get("at")),
    reference: Math.max(
      0,
      pins.findIndex((_, place) => params.get("reference") === String(place)),
    ),
  };
}

const readRange = (from: number | null, to: number | null) =>
  from === null || to === null || from < to ? { from, to } : { from: null, to: null };

/** The query of a state, without what is default. */
export function writeCompareState(state: CompareState): string {
  const params = new URLSearchParams();
  const put = (name: string, value: string | number | null) => {
    if (value !== null) params.append(name, String(value));
  };
  for (const pin of state.pins) put("pin", writePin(pin));
  put("metric", state.metric === "dischargeCapacityAh" ? null : state.metric);
  put("x", state.x);
  put("cycles", state.tag);
  put("rate", state.rateC);
  put("side", state.isSideBySide ? 1 : null);
  put("normalised", state.isNormalised ? 1 : null);
  put("from", state.from);
  put("to", state.to);
  put("at", state.at);
  put("reference", state.reference === 0 ? null : state.reference);
  return params.toString();
}

export const cellsOfPins = (pins: readonly Pin[]): string[] =>
  pins.flatMap((pin) => (pin.kind === "cell" ? [pin.cell] : []));

/** The same with cells under the names that they have by now; what became one is there once. */
export function withPinsRenamed(state: CompareState, names: ReadonlyMap<string, string>): CompareState {
  const renamed = state.pins.map((pin) =>
    pin.kind === "cell" ? { ...pin, cell: names.get(pin.cell) ?? pin.cell } : pin,
  );
  const written = renamed.map(writePin);
  const pins = renamed.filter((_, place) => written.indexOf(written[place] ?? "") === place);
  const reference = pins.findIndex((pin) => writePin(pin) === written[state.reference]);
  return { ...state, pins, reference: Math.max(0, reference) };
}

export const writePin = (pin: Pin): string =>
  pin.kind === "cell" ? `cell:${pin.cell}` : `${writeSplit(pin)}:${pin.key}`;

/** Names of fields and filters are written as in addresses, and so have neither colon, comma nor semicolon. */
export function writeSplit({ groupingId, by, where }: PinnedSplit): string {
  const split = by === null ? `group:${groupingId}` : `fields:${by.map(encodeURIComponent).join(",")}`;
  return where === null ? split : `${split};${encodeURIComponent(where)}`;
}

function readPin(text: string): Pin | null {
  if (text.length > MAX_PIN) return null;
  const [, cell] = /^cell:(.{1,128})$/su.exec(text) ?? [];
  return cell === undefined ? readGroupPin(text) : { kind: "cell", cell };
}

const GROUP_PIN = /^(group|fields):([^:;]{1,2000})(?:;([^:;]{1,9000}))?:(.+)$/su;

function readGroupPin(text: string): Pin | null {
  const [, kind, split = "", filter, key] = GROUP_PIN.exec(text) ?? [];
  const where = filter === undefined ? null : whereOf(decoded(filter));
  // Without its filter it would show other cells.
  if (key === undefined || (filter !== undefined && where === null)) return null;
  const read = kind === "group" ? groupingOf(split) : fieldsOf(split);
  return read && { kind: "group", ...read, where, key };
}

const groupingOf = (text: string) => (/^\d{1,9}$/.test(text) ? { groupingId: Number(text), by: null } : null);

function fieldsOf(text: string) {
  const by = text.split(",").map((name) => decoded(name) ?? "");
  return by.length <= MAX_FIELDS && by.every((name) => name !== "") ? { groupingId: ALL_CELLS.id, by } : null;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // no writing of an address
  }
}

/** What is pointed at is no step back. */
export const isStepInHistory = (change: Partial<CompareState>) => Object.keys(change).some((name) => name !== "at");

/** The page with these pins. @param shown in what, and of which cycles, they are looked at already */
export function compareHref(
  labSlug: string,
  pins: readonly Pin[],
  shown: Partial<Pick<CompareState, "metric" | "x" | "tag" | "rateC">> = {},
): string {
  const state = { ...readCompareState(new URLSearchParams()), pins, ...shown };
  const query = writeCompareState(state);
  return `/labs/${labSlug}/compare${query && `?${query}`}`;
}
