import { type InputProblem, toInputProblems, toPointer } from "../../errors";
import type { CellValues } from "../../jobs/contracts/store-batch-job";
import { timeUs } from "../../domain/samples/input-times";
import { type SampleField, SERIES_LISTS } from "./ingest-body";
import { finishBatch, type IngestBatch, type IngestContext, startBatch } from "./ingest-batch";
import { type Column, prepareLayout } from "./layout";
import { Problems } from "./problems";
import { isObject } from "./json-row-reader";
import type { SampleBuilder } from "./batch-builder";

type SeriesAt = { ordinal: number; first: number; length: number };

/**
 * Samples that come as columns: each series has a cell, lists as long as each other, and single values that hold for all of it.
 * @throws AppError `invalid_input` with a JSON pointer to each fault, `too_large`
 */
export function readSeries(
  list: readonly unknown[],
  cells: Record<string, CellValues>,
  context: IngestContext,
): IngestBatch {
  const lengths = list.map(lengthOf);
  const samples = lengths.reduce((sum, length) => sum + length, 0);
  const reader = new SeriesReader(startBatch(samples, context), context.startedAtUs);
  let first = 0;
  for (let ordinal = 0; ordinal < list.length && !reader.problems.areMany; ordinal++) {
    const length = lengths[ordinal] ?? 0;
    reader.read(list[ordinal], { ordinal, first, length });
    first += length;
  }
  reader.problems.refuseAny();
  return finishBatch(reader.builder, { samples, ignored: reader.ignored, cells });
}

/** How many samples a series has: as many as its first list. */
function lengthOf(series: unknown): number {
  if (!isObject(series)) return 0;
  for (const name in series) {
    const value = series[name];
    if (Array.isArray(value)) return value.length;
  }
  return 0;
}

class SeriesReader {
  readonly problems = new Problems();
  readonly ignored = new Set<string>();

  constructor(
    readonly builder: SampleBuilder,
    private readonly startedAtUs: number | null,
  ) {}

  read(series: unknown, at: SeriesAt): void {
    if (!isObject(series)) {
      this.problems.add(problemAt(at, [], "expected an object with a cell and lists of its samples"));
      return;
    }
    const { startedAt, ...given } = series;
    const startedAtUs = this.startOf(startedAt, at);
    const layout = prepareLayout(Object.keys(given), this.builder, startedAtUs !== null);
    for (const { name, message } of layout.problems) this.problems.add(problemAt(at, [name], message));
    for (const name of layout.ignored) this.ignored.add(name);
    if (layout.problems.length > 0) return;
    const isRead = layout.columns.map((column) => this.readColumn(column, given[column.name], at)).every(Boolean);
    if (isRead) this.completeTimes(layout.columns, startedAtUs, at);
  }

  private startOf(startedAt: unknown, at: SeriesAt): number | null {
    if (startedAt === undefined) return this.startedAtUs;
    const parsed = timeUs.safeParse(startedAt);
    if (parsed.success) return parsed.data;
    for (const { message } of toInputProblems(parsed.error.issues)) {
      this.problems.add(problemAt(at, ["startedAt"], message));
    }
    return null;
  }

  private readColumn(column: Column, value: unknown, at: SeriesAt): boolean {
    const problem = problemOfShape(column.reader.field, value, at.length);
    if (problem !== null) {
      this.problems.add(problemAt(at, [column.name], problem));
      return false;
    }
    // What is not stored is not looked at.
    if (column.reader.field === null) return true;
    return Array.isArray(value) ? this.readList(column, value, at) : this.readSingle(column, value, at);
  }

  private readList({ name, reader, read }: Column, list: readonly unknown[], at: SeriesAt): boolean {
    const { first, length } = at;
    let isRead = true;
    for (let index = 0; index < length; index++) {
      if (read(first + index, list[index])) continue;
      isRead = false;
      this.problems.add(problemAt(at, [name, index], reader.problemOf(list[index], this.builder)));
      if (this.problems.areMany) break;
    }
    return isRead;
  }

  private readSingle({ name, reader, read }: Column, value: unknown, at: SeriesAt): boolean {
    for (let index = at.first; index < at.first + at.length; index++) {
      if (read(index, value)) continue;
      this.problems.add(problemAt(at, [name], reader.problemOf(value, this.builder)));
      return false;
    }
    return true;
  }

  private completeTimes(columns: readonly Column[], startedAtUs: number | null, at: SeriesAt): void {
    const nameOf = (field: SampleField) => columns.find(({ reader }) => reader.field === field)?.name;
    const name = nameOf("time") ?? nameOf("testTime") ?? "time";
    for (let index = 0; index < at.length && !this.problems.areMany; index++) {
      this.builder.completeTime(at.first + index, startedAtUs);
      const problem = this.builder.timeProblem(at.first + index);
      if (problem !== null) this.problems.add(problemAt(at, [name, index], problem));
    }
  }
}

function problemOfShape(field: SampleField | null, value: unknown, length: number): string | null {
  if (Array.isArray(value)) {
    if (field === "cell") return "expected the name of a cell; a series has one";
    if (value.length === 0) return "no samples";
    return value.length === length ? null : `has ${value.length} values, and the first list of the series ${length}`;
  }
  return field !== null && SERIES_LISTS.includes(field) ? "expected a list" : null;
}

function problemAt({ ordinal }: SeriesAt, path: readonly PropertyKey[], message: string): InputProblem {
  return { pointer: toPointer(["series", ordinal, ...path]), message };
}
