import { formatMoment } from "@/app/_charts/frame/prepare-numbers";
import type { Region } from "@/app/_charts/frame/regions";
import type { CycleRange } from "@/server/domain/cells/exclusions";
import { rangeText } from "../../_panel/prepare-cycle-range";

/** What somebody noted, as the server tells it. */
export type Note = {
  id: string;
  cell: string | null;
  match: { field: string; value: string } | null;
  cycles: CycleRange | null;
  /** ISO 8601. */
  times: { from: string; to: string } | null;
  text: string;
  by: string;
  at: string;
};

type Span = { cycle: number; startedAtMs: number; endedAtMs: number };

/** Whom a note is of, in words. */
export function whomText({ cell, match }: Pick<Note, "cell" | "match">): string {
  if (cell !== null) return "This cell";
  return match === null ? "The whole lab" : `All cells with ${match.field} ${match.value}`;
}

/** Of what of them, in words; "" for all of it. @param momentText a moment in the lab's time zone */
export function whatText({ cycles, times }: Pick<Note, "cycles" | "times">, momentText: (atMs: number) => string) {
  if (cycles !== null) return rangeText(cycles);
  return times === null ? "" : `${momentText(Date.parse(times.from))} to ${momentText(Date.parse(times.to))}`;
}

/** Half a cycle on either side: a region of one cycle has a width. */
const HALF = 0.5;

/**
 * Where notes lie on the axis of cycles and on that of time, in ms, under the numbers that the list has them by. A stretch of time is drawn over
 * the cycles that it touches, and cycles over the time that they took. What is of all of the cell is in the list alone.
 */
export function prepareRegions(
  notes: readonly Note[],
  spans: readonly Span[],
  timeZone: string,
): { cycles: Region[]; times: Region[] } {
  const regions: { cycles: Region[]; times: Region[] } = { cycles: [], times: [] };
  notes.forEach(({ id, cycles, times, ...note }, index) => {
    const touched = spans.filter((span) => isTouched(span, { cycles, times }));
    const [first, last] = [least(touched, "cycle"), most(touched, "cycle")];
    const common = { key: id, label: String(index + 1), says: saysText(note, timeZone) };
    if ((cycles === null && times === null) || (cycles !== null && touched.length === 0)) return;
    if (touched.length > 0) regions.cycles.push({ ...common, from: first - HALF, to: last + HALF });
    if (times !== null) regions.times.push({ ...common, from: Date.parse(times.from), to: Date.parse(times.to) });
    else regions.times.push({ ...common, from: least(touched, "startedAtMs"), to: most(touched, "endedAtMs") });
  });
  return regions;
}

/** A note with who wrote it and when, as pictures and tables have it. */
const saysText = ({ text, by, at }: Pick<Note, "text" | "by" | "at">, timeZone: string) =>
  `${text} (${by}, ${formatMoment(Date.parse(at), timeZone)})`;

function isTouched({ cycle, startedAtMs, endedAtMs }: Span, { cycles, times }: Pick<Note, "cycles" | "times">) {
  if (cycles !== null) return cycle >= cycles.from && cycle <= cycles.to;
  return times !== null && startedAtMs <= Date.parse(times.to) && endedAtMs >= Date.parse(times.from);
}

const least = (spans: readonly Span[], key: keyof Span) => Math.min(...spans.map((span) => span[key]));
const most = (spans: readonly Span[], key: keyof Span) => Math.max(...spans.map((span) => span[key]));

/** A moment in a time zone as a field of a form has it: "2026-03-01T14:05:09". */
export const wallTime = (atMs: number, timeZone: string) =>
  new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone })
    .format(atMs)
    .replace(" ", "T");
