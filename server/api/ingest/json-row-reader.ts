import { type Layout, prepareLayout } from "./layout";
import type { SampleBuilder } from "./batch-builder";

/** Senders write rows in one way or a few; past this, somebody shuffles names. */
const MAX_LAYOUTS = 64;

export type RowProblem = { name: string | null; message: string };

/**
 * Reads samples that come as objects. Rows of one sender have the same names in the same order, so what the names mean is found out
 * once, and each row after that costs a comparison a name.
 */
export class RowReader {
  readonly ignored = new Set<string>();
  private layout: Layout | null = null;
  private readonly layouts = new Map<string, Layout>();

  constructor(
    private readonly builder: SampleBuilder,
    private readonly startedAtUs: number | null,
  ) {}

  /** False when the row breaks a rule. */
  read(row: unknown, index: number): boolean {
    if (!isObject(row)) return false;
    let isValid = this.layout && this.readAs(this.layout, row, index);
    if (isValid === null) {
      this.layout = this.layoutOf(row);
      if (this.layout.problems.length > 0) return false;
      isValid = this.readAs(this.layout, row, index) ?? false;
    }
    this.builder.completeTime(index, this.startedAtUs);
    return isValid && this.builder.timeProblem(index) === null;
  }

  /** What is wrong with a row that was not read. */
  problemsOf(row: unknown, index: number): RowProblem[] {
    if (!isObject(row)) return [{ name: null, message: "expected an object with the names of a sample" }];
    const { columns, problems } = this.layoutOf(row);
    const found: RowProblem[] = [...problems];
    for (const { name, reader, read } of columns) {
      if (read(index, row[name])) continue;
      found.push({ name, message: reader.problemOf(row[name], this.builder) });
    }
    const timeColumn = columns.find(({ reader }) => reader.field === "time")?.name ?? "time";
    const timeProblem = this.builder.timeProblem(index);
    if (timeProblem !== null && !found.some(({ name }) => name === timeColumn)) {
      found.push({ name: timeColumn, message: timeProblem });
    }
    return found;
  }

  /** Null when the row has other names than the layout, or in another order. */
  private readAs({ columns }: Layout, row: Record<string, unknown>, index: number): boolean | null {
    let at = 0;
    let isValid = true;
    for (const name in row) {
      const column = columns[at++];
      if (column?.name !== name) return null;
      if (!column.read(index, row[name])) isValid = false;
    }
    return at === columns.length ? isValid : null;
  }

  private layoutOf(row: Record<string, unknown>): Layout {
    const names = Object.keys(row);
    const key = JSON.stringify(names);
    const known = this.layouts.get(key);
    if (known) return known;
    if (this.layouts.size >= MAX_LAYOUTS) this.layouts.clear();
    const layout = prepareLayout(names, this.builder, this.startedAtUs !== null);
    for (const name of layout.ignored) this.ignored.add(name);
    this.layouts.set(key, layout);
    return layout;
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
