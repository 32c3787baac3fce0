import { floatAt, intAt } from "../../domain/samples/sample-columns";
import type { ImportField } from "../cycler-file";

/** Rows are handed on in blocks of at most this: their columns fit in the processor's cache. */
export const BLOCK_ROWS = 2048;

/**
 * Rows of a file as numbers in our units, one column per quantity; NaN where a value is missing. Modes are indexes into `SENT_MODES`, cells
 * are indexes into the names that the reader found.
 */
export class RowBlock {
  length = 0;
  readonly line: Int32Array;
  readonly clockResolutionUs: Float64Array;
  readonly columns: Readonly<Record<ImportField, Float64Array>>;
  /** Whether the clock names its zone or counts from 1970. */
  clockIsMoment = false;
  /** Rows above which the file repeats its header row: another file may have been appended there. */
  readonly repeatedHeaders = new Set<number>();

  constructor(rows = BLOCK_ROWS) {
    const missing = () => new Float64Array(rows).fill(Number.NaN);
    this.line = new Int32Array(rows);
    this.clockResolutionUs = new Float64Array(rows);
    this.columns = {
      testTime: missing(),
      stepTime: missing(),
      clock: missing(),
      voltage: missing(),
      current: missing(),
      chargeCurrent: missing(),
      dischargeCurrent: missing(),
      temperature: missing(),
      cycle: missing(),
      step: missing(),
      stepCount: missing(),
      stepMark: missing(),
      mode: missing(),
      record: missing(),
      cell: missing(),
      capacity: missing(),
      energy: missing(),
      chargeCapacity: missing(),
      dischargeCapacity: missing(),
      chargeEnergy: missing(),
      dischargeEnergy: missing(),
    };
  }

  /** A copy of one row, which outlives the block. */
  static ofRow(block: RowBlock, row: number): RowBlock {
    const kept = new RowBlock(1);
    kept.copyRow(block, row);
    return kept;
  }

  /** Becomes a block of one row of another. */
  copyRow(block: RowBlock, row: number): void {
    this.length = 1;
    this.line[0] = intAt(block.line, row);
    this.clockResolutionUs[0] = floatAt(block.clockResolutionUs, row);
    this.clockIsMoment = block.clockIsMoment;
    this.repeatedHeaders.clear();
    if (block.repeatedHeaders.has(row)) this.repeatedHeaders.add(0);
    for (const [field, values] of Object.entries(block.columns)) {
      this.columns[field as ImportField][0] = floatAt(values, row); // keys of a known type
    }
  }
}
