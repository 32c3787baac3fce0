import { shortened } from "../../errors";
import { INGEST_LIMITS } from "./ingest-body";
import { finishBatch, type IngestBatch, type IngestContext, startBatch, tooLarge } from "./ingest-batch";
import { CsvFields, countLines } from "./csv-fields";
import { type Column, type Layout, prepareLayout } from "./layout";
import { Problems } from "./problems";
import type { SampleBuilder } from "./batch-builder";
import type { FieldReader, ReadValue } from "./sample-fields";

/**
 * The batch of a `text/csv` body: a header with the names of a sample, then a sample a line; an empty field is a missing value.
 * @throws AppError `malformed` for broken UTF-8 or quotes; `invalid_input` with the line of each fault, counted from 1; `too_large`
 */
export function readCsv(bytes: Buffer, context: IngestContext): IngestBatch {
  const fields = new CsvFields(bytes);
  const { samples: maxSamples } = INGEST_LIMITS;
  const builder = startBatch(countLines(bytes, maxSamples), context);
  const layout = readHeader(fields, builder, context);
  const reader = new CsvReader(fields, layout, builder, context);
  let samples = 0;
  while (!reader.problems.areMany && fields.nextRecord()) {
    if (samples === maxSamples) throw tooLarge(`${maxSamples} samples`);
    reader.read(samples);
    samples++;
  }
  reader.problems.refuseAny();
  return finishBatch(builder, { samples, ignored: layout.ignored });
}

/** The names of the header, which is the first record; none more than fit. */
function readNames(fields: CsvFields): string[] {
  const names: string[] = [];
  if (!fields.nextRecord()) return names;
  do {
    fields.next();
    names.push(fields.text());
  } while (!fields.isLast && names.length < MAX_COLUMNS);
  return names;
}

function readHeader(fields: CsvFields, into: SampleBuilder, { startedAtUs }: IngestContext): Layout {
  const names = readNames(fields);
  const row = fields.line;
  const layout = prepareLayout(names, into, startedAtUs !== null);
  const problems = new Problems();
  if (names.length === MAX_COLUMNS && !fields.isLast)
    problems.add({ row, message: `the header has over ${MAX_COLUMNS} names` });
  const isOneName = names.length === 1 && /[;\t|]/.test(names[0] ?? "");
  if (isOneName) problems.add({ row, message: "separate the columns by commas" });
  for (const { name, message } of isOneName ? [] : layout.problems) {
    problems.add({ row, message: `${shortened(name)}: ${message}` });
  }
  problems.refuseAny();
  return layout;
}

/** More than there are names that are known. */
const MAX_COLUMNS = 1_000;

/** A column of the file, and the value that stands in it just now. */
class CsvColumn {
  readonly name: string;
  readonly reader: FieldReader;
  readonly read: ReadValue;
  private lastText = "";
  private lastFrom = 0;
  private lastEnd = 0;

  constructor({ name, reader, read }: Column) {
    this.name = name;
    this.reader = reader;
    this.read = read;
  }

  /** The next field as JSON would have it: null for nothing, a number where the name wants one and the text is one. */
  nextValue(fields: CsvFields): unknown {
    const { isNumeric } = this.reader;
    if (isNumeric) {
      const number = fields.nextNumber();
      if (!Number.isNaN(number)) return number;
    }
    fields.next();
    const text = this.textOf(fields);
    if (text === "") return null;
    return isNumeric && !text.includes(":") && DECIMAL.test(text) ? Number(text) : text;
  }

  /** Names stay the same over many lines, and then need not become a string again. */
  private textOf(fields: CsvFields): string {
    if (fields.isAsAt(this.lastFrom, this.lastEnd)) return this.lastText;
    const text = fields.text();
    if (fields.quoted !== null) return text;
    [this.lastText, this.lastFrom, this.lastEnd] = [text, fields.from, fields.end];
    return text;
  }
}

/** What is a number: not `NaN`, `Infinity`, `0x1F` or `1,5`. */
const DECIMAL = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

class CsvReader {
  readonly problems = new Problems();
  private readonly columns: readonly CsvColumn[];

  constructor(
    private readonly fields: CsvFields,
    layout: Layout,
    private readonly builder: SampleBuilder,
    private readonly context: IngestContext,
  ) {
    this.columns = layout.columns.map((column) => new CsvColumn(column));
  }

  read(index: number): void {
    const { fields, builder, problems, columns } = this;
    const row = fields.line;
    const wrong: string[] = [];
    let count = 0;
    do {
      const column = columns[count++];
      if (!column || column.reader.field === null) {
        fields.next();
        continue;
      }
      const value = column.nextValue(fields);
      if (column.read(index, value)) continue;
      wrong.push(`${column.name}: ${column.reader.problemOf(value, builder)}`);
    } while (!fields.isLast);
    if (count !== columns.length) {
      // Values that stand under other names than theirs are not worth a word.
      problems.add({ row, message: `has ${count} fields, and the header ${columns.length}` });
      return;
    }
    builder.completeTime(index, this.context.startedAtUs);
    const timeProblem = wrong.length === 0 ? builder.timeProblem(index) : null;
    if (timeProblem !== null) wrong.push(`time: ${timeProblem}`);
    for (const message of wrong) problems.add({ row, message });
  }
}
