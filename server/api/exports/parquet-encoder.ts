import type { SchemaElement } from "hyparquet";
import { ByteWriter, type ColumnSource, ParquetWriter } from "hyparquet-writer";
import { RisingTestTime } from "../../domain/samples/rising-test-time";
import { floatAt, intAt, NO_INT, SENT_MODES, type SampleColumns } from "../../domain/samples/sample-columns";
import type { SeriesEncoder } from "./series-encoder";

/** Of 50 million samples this makes some 760 groups, whose places the end of the file lists. */
const ROWS_IN_GROUP = 65_536;
const US_PER_S = 1e6;

type Column = {
  name: string;
  element: Omit<SchemaElement, "name">;
  encoding?: ColumnSource["encoding"];
  /** Of one row group; typed where no value may be missing. */
  values: Float64Array | (number | string | null)[];
  write: (row: number, samples: SampleColumns, index: number) => void;
};

const required = (
  name: string,
  read: (samples: SampleColumns, index: number) => number,
): Column & { values: Float64Array } => {
  const values = new Float64Array(ROWS_IN_GROUP);
  return {
    name,
    element: { type: "DOUBLE", repetition_type: "REQUIRED" },
    encoding: "PLAIN", // hardly a value comes twice: to look for it would take as long as to write it
    values,
    write: (row, samples, index) => {
      values[row] = read(samples, index);
    },
  };
};

function optional<T extends number | string>(
  name: string,
  element: Omit<SchemaElement, "name" | "repetition_type">,
  read: (samples: SampleColumns, index: number) => T | null,
): Column {
  const values: (T | null)[] = new Array(ROWS_IN_GROUP).fill(null);
  return {
    name,
    element: { ...element, repetition_type: "OPTIONAL" },
    ...(element.type === "DOUBLE" ? { encoding: "PLAIN" } : {}),
    values,
    write: (row, samples, index) => {
      values[row] = read(samples, index);
    },
  };
}

const TEXT = { type: "BYTE_ARRAY", converted_type: "UTF8" } as const;
const INTEGER = { type: "INT32" } as const;
const DOUBLE = { type: "DOUBLE" } as const;
const ofInt = (value: number) => (value === NO_INT ? null : value);
const ofFloat = (value: number) => (Number.isNaN(value) ? null : value);

/** Samples as Apache Parquet: a row group is written as soon as it is full, and forgotten. */
export class ParquetEncoder implements SeriesEncoder {
  private readonly bytes = new ByteWriter(ROWS_IN_GROUP);
  private readonly file: ParquetWriter;
  private readonly columns: readonly Column[];
  private rows = 0;
  private test = "";
  private testTime = new RisingTestTime();

  constructor(metadata: Readonly<Record<string, unknown>>) {
    this.columns = [
      required("test_time_second", (samples, index) =>
        this.testTime.next(floatAt(samples.timeUs, index), floatAt(samples.testTimeS, index)),
      ),
      required("voltage_volt", ({ voltageV }, index) => floatAt(voltageV, index)),
      required("current_ampere", ({ currentA }, index) => floatAt(currentA, index)),
      required("unix_time_second", ({ timeUs }, index) => floatAt(timeUs, index) / US_PER_S),
      optional("cycle_count", INTEGER, ({ cycle }, index) => ofInt(intAt(cycle, index))),
      optional("step_count", INTEGER, ({ stepCount }, index) => ofInt(intAt(stepCount, index))),
      optional("step_id", INTEGER, ({ step }, index) => ofInt(intAt(step, index))),
      optional("step_type", TEXT, ({ mode }, index) => SENT_MODES[intAt(mode, index)] ?? null),
      optional("step_time_second", DOUBLE, ({ stepTimeS }, index) => ofFloat(floatAt(stepTimeS, index))),
      optional("ambient_temperature_celsius", DOUBLE, (samples, index) =>
        ofFloat(floatAt(samples.temperatureC, index)),
      ),
      optional("test", TEXT, () => this.test),
    ];
    this.file = new ParquetWriter({
      writer: this.bytes,
      schema: [
        { name: "samples", num_children: this.columns.length },
        ...this.columns.map(({ name, element }): SchemaElement => ({ name, ...element })),
      ],
      kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value: JSON.stringify(value) })),
      createdBy: "ChargeTracker",
    });
  }

  push(samples: SampleColumns, test: string): Uint8Array<ArrayBuffer>[] {
    if (test !== this.test) {
      this.test = test;
      this.testTime = new RisingTestTime();
    }
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for (let index = 0; index < samples.length; ) {
      const count = Math.min(samples.length - index, ROWS_IN_GROUP - this.rows);
      // Column by column: each then writes into one array in a loop of its own.
      for (const { write } of this.columns) {
        for (let offset = 0; offset < count; offset++) write(this.rows + offset, samples, index + offset);
      }
      this.rows += count;
      index += count;
      if (this.rows === ROWS_IN_GROUP) pieces.push(this.writeGroup());
    }
    return pieces;
  }

  end(): Uint8Array<ArrayBuffer>[] {
    const rest = this.rows > 0 ? [this.writeGroup()] : [];
    void this.file.finish(); // at once: nothing but memory is written to
    return [...rest, this.take()];
  }

  private writeGroup(): Uint8Array<ArrayBuffer> {
    const columnData = this.columns.map(({ name, values, encoding }) => {
      const data = this.rows === ROWS_IN_GROUP ? values : values.slice(0, this.rows);
      return { name, data, ...(encoding ? { encoding } : {}) };
    });
    void this.file.write({ columnData, rowGroupSize: ROWS_IN_GROUP });
    this.rows = 0;
    return this.take();
  }

  private take(): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(this.bytes.getBuffer());
    this.bytes.index = 0; // places in the file are counted apart from it
    return taken;
  }
}
