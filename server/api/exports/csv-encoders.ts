import { RisingTestTime } from "../../domain/samples/rising-test-time";
import { floatAt, type SampleColumns } from "../../domain/samples/sample-columns";
import { csvLines } from "../tables/csv";
import { API_COLUMNS, apiRow, BDF_COLUMNS, bdfRow } from "./export-columns";
import type { SeriesEncoder } from "./series-encoder";

const NEWLINE = "\r\n";
const encoder = new TextEncoder();

/** Lines of CSV below the names of their columns, which are there also where no sample is. */
abstract class CsvEncoder implements SeriesEncoder {
  private hasHeader = false;

  constructor(private readonly header: string) {}

  push(samples: SampleColumns, test: string): Uint8Array<ArrayBuffer>[] {
    return [encoder.encode(this.takeHeader() + this.lines(samples, test))];
  }

  end(): Uint8Array<ArrayBuffer>[] {
    return this.hasHeader ? [] : [encoder.encode(this.takeHeader())];
  }

  protected abstract lines(samples: SampleColumns, test: string): string;

  private takeHeader(): string {
    const header = this.hasHeader ? "" : this.header + NEWLINE;
    this.hasHeader = true;
    return header;
  }
}

const headerOf = (columns: readonly { name: string }[]) => columns.map(({ name }) => name).join(",");

export class BdfEncoder extends CsvEncoder {
  private readonly testTime = new RisingTestTime();

  constructor() {
    super(headerOf(BDF_COLUMNS));
  }

  protected override lines(samples: SampleColumns): string {
    let lines = "";
    for (let index = 0; index < samples.length; index++) {
      const testTimeS = this.testTime.next(floatAt(samples.timeUs, index), floatAt(samples.testTimeS, index));
      lines += bdfRow(samples, index, testTimeS) + NEWLINE;
    }
    return lines;
  }
}

export class ApiCsvEncoder extends CsvEncoder {
  constructor() {
    super(headerOf(API_COLUMNS));
  }

  protected override lines(samples: SampleColumns, test: string): string {
    // The one column whose text somebody chose: written so that no spreadsheet takes it for a formula.
    const prefix = `${test === "" ? "" : csvLines([[test]]).slice(0, -NEWLINE.length)},`;
    let lines = "";
    for (let index = 0; index < samples.length; index++) lines += prefix + apiRow(samples, index) + NEWLINE;
    return lines;
  }
}
