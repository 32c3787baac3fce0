import { copyBytes } from "../text/bytes";
import { ClockFields } from "../time/clock-fields";
import { DayTimes } from "../time/day-times";
import { cutOffColumn, isTakenThough } from "../text/cut-off-column";
import { UnclosedLines, STRAY_QUOTES } from "../text/unclosed-lines";
import { beginsWithWord, isInQuotes } from "../text/line-shape";
import { LastField } from "../text/last-field";
import { fieldEnd } from "../text/field-end";
import { LineSplitter, withoutCarriageReturns } from "../text/line-splitter";
import { parseTimeField } from "../time/parse-time-field";
import { isBlank, parseNumber } from "../numbers/parse-number";
import { isEmptyLine, mayHideWhitespace, withPlainWhitespace } from "../text/plain-whitespace";
import type { ProblemList } from "../text/problem-list";
import { BLOCK_ROWS, RowBlock } from "./row-block";
import { OutlineReader } from "./outline-reader";
import { closingQuote } from "../text/closing-quote";
import { PendingLines } from "../text/pending-lines";
import { ShortLines } from "../text/short-lines";
import type { TablePlan } from "./table-plan";
import { hasTwoWayCurrent, TwoWayCurrent } from "../rows/two-way-current";
import { dimensionOf } from "./vocabulary";
import { type Slot, slotsByColumn, wantedSlots } from "./slots";
import { SpectrumRows } from "../rows/spectrum-rows";

const QUOTE = 0x22;

/** A field that may be missing and cannot be read. */
type OddField = { slot: Slot; from: number; to: number };

/**
 * Splits lines of bytes into fields and reads the wanted ones as numbers, into blocks. All text formats go through this one loop, so it
 * makes no string of a field: words are compared by their bytes, and only faults are decoded.
 */
export class TableRowReader {
  private readonly block = new RowBlock();
  /** By column number; null where nothing is read. */
  private readonly slots: readonly (Slot | null)[];
  private readonly wanted: readonly Slot[];
  private readonly clock: ClockFields;
  private readonly outline: OutlineReader | null;
  private readonly dayTimes = new DayTimes();
  private readonly twoWay: TwoWayCurrent | null;
  private readonly refused: PendingLines;
  private readonly short: ShortLines;
  private headerBytes: Uint8Array = new Uint8Array(0);
  private readonly lines = new LineSplitter((bytes, from, to) => this.takeLine(bytes, from, to));
  private line = 0;
  /** A row begins with a word, so that a last line that does may be half a row. */
  private rowsBeginWithWords = false;
  private isBad = false;
  /** The current line is of an impedance spectrum. */
  private isSpectrum = false;
  readonly spectra = new SpectrumRows();
  private hasExtra = false;
  private fieldCount = 0;
  /** Of the last line with a row, and what the last fields of all rows have in common. */
  usualFieldCount = 0;
  readonly lastField = new LastField();
  /** The last field of the current line has a quote that is not closed. */
  private isUnclosed = false;
  private readonly held = new UnclosedLines();
  /** First line of the current row. */
  private rowLine = 0;
  /** Where the last field of the current line begins. */
  private lastFieldAt = 0;

  /** @param onBlock receives the rows before the block is reused */
  constructor(
    private readonly plan: TablePlan,
    private readonly problems: ProblemList,
    private readonly onBlock: (block: RowBlock) => void,
  ) {
    this.clock = new ClockFields(plan);
    this.wanted = wantedSlots(plan, this.block);
    this.slots = slotsByColumn(plan, this.wanted);
    this.twoWay = hasTwoWayCurrent(plan.columns) ? new TwoWayCurrent(plan.columns) : null;
    const hasCurrent = plan.columns.some(({ field }) => dimensionOf(field) === "current");
    if (!hasCurrent) this.block.columns.current.fill(0);
    this.refused = new PendingLines(plan, problems);
    this.short = new ShortLines(plan.headings.length);
    this.outline = plan.outline === null ? null : new OutlineReader(plan.outline, plan);
  }

  /** Names of cells by the number that rows carry. */
  get cells(): readonly string[] {
    return this.wanted.find(({ kind }) => kind === "cell")?.words.names ?? [];
  }

  push(chunk: Uint8Array): void {
    this.lines.push(chunk);
  }

  /** The end of the file: a last line without a line end may be incomplete. */
  finish(isPartial: boolean): void {
    const { rest } = this.lines;
    const last = withPlainWhitespace(rest, 0, rest.length) ?? rest;
    if (last.length > 0) this.takeLastLine(last, isPartial);
    if (this.held.count > 0) this.held.refuse(this.line, isPartial, this.problems);
    this.refused.explain();
    this.short.refuse(this.problems);
    this.twoWay?.refuse(this.plan.headerLine, this.problems);
    this.spectra.warn(this.problems);
    this.flush();
  }

  private takeLastLine(bytes: Uint8Array, isPartial: boolean): void {
    const line = this.line + 1;
    const isWholeRow = line >= this.plan.firstDataLine && this.held.count === 0;
    const isRemark = !this.rowsBeginWithWords && beginsWithWord(bytes);
    const cut = isWholeRow && !isRemark ? cutOffColumn(bytes, this.plan, this) : null;
    if (cut === null || isTakenThough(cut, { line, isPartial, problems: this.problems })) {
      this.takeLine(bytes, 0, bytes.length);
    }
  }

  private takeLine(bytes: Uint8Array, from: number, end: number): void {
    this.line += 1;
    const to = withoutCarriageReturns(bytes, from, end);
    if (this.line < this.plan.firstDataLine) {
      if (this.line === this.plan.headerLine) this.headerBytes = plainCopy(bytes, from, to);
      return;
    }
    if (this.held.count > 0) {
      const joined = this.held.joined(bytes, from, to);
      this.readLine(joined, 0, joined.length);
      return;
    }
    if (this.outline?.take(bytes, from, to)) return;
    if (this.plan.isQuotedWhole && isInQuotes(bytes, from, to)) this.readLine(bytes, from + 1, to - 1);
    else this.readLine(bytes, from, to);
  }

  private readLine(bytes: Uint8Array, from: number, to: number): void {
    this.isBad = false;
    this.isSpectrum = false;
    this.hasExtra = false;
    this.isUnclosed = false;
    if (this.odd.length > 0) this.odd.length = 0;
    this.readFields(bytes, from, to);
    if (this.isUnclosed && !this.plan.isQuotedWhole) {
      if (!this.held.hold(bytes, from, to)) this.held.refuse(this.line, false, this.problems);
      return;
    }
    if (this.isOdd() && this.readWithPlainWhitespace(bytes, from, to)) return;
    this.endLine(bytes, from, to);
    if (this.isSpectrum) this.spectra.skip(this.rowLine);
    else if (this.isBad || this.hasExtra) this.refuseLine(bytes, from, to);
    else {
      this.rowsBeginWithWords ||= beginsWithWord(bytes.subarray(from, to));
      this.keepRow(bytes, to);
    }
  }

  private isOdd(): boolean {
    return this.isBad || this.hasExtra || this.odd.length > 0;
  }

  /** The line is complete, including those that were held before it. */
  private endLine(bytes: Uint8Array, from: number, to: number): void {
    this.rowLine = this.line - this.held.count;
    if (this.held.count > 0) this.endHeld(bytes.subarray(from, to));
    if (this.fieldCount < this.slots.length) this.clearFrom(this.fieldCount);
    if (this.twoWay !== null && !this.isBad && !this.isSpectrum) this.isBad = !this.takeTwoWay(this.twoWay);
  }

  private takeTwoWay(twoWay: TwoWayCurrent): boolean {
    return !this.odd.some(({ slot }) => dimensionOf(slot.field) === "current") && twoWay.fill(this.block);
  }

  private endHeld(joined: Uint8Array): void {
    if (this.held.joinsSeveralRows(joined, this.plan)) this.problems.add(this.rowLine, null, STRAY_QUOTES);
    this.held.count = 0;
  }

  private keepRow(bytes: Uint8Array, to: number): void {
    const { block } = this;
    this.refused.explain();
    if (this.odd.length > 0) this.warnOfOdd(bytes);
    this.outline?.fill(block);
    block.line[block.length] = this.rowLine;
    block.clockResolutionUs[block.length] = this.clock.resolutionUs;
    block.length += 1;
    this.usualFieldCount = this.fieldCount;
    this.short.add(this.rowLine, this.fieldCount);
    this.lastField.add(bytes, this.lastFieldAt, to);
    if (block.length === BLOCK_ROWS) this.flush();
  }

  /** Reads a line once more with plain whitespace, if what cannot be read may contain other kinds. */
  private readWithPlainWhitespace(bytes: Uint8Array, from: number, to: number): boolean {
    const isHidden =
      this.isBad || this.hasExtra || this.odd.some((field) => mayHideWhitespace(bytes, field.from, field.to));
    const plain = isHidden ? withPlainWhitespace(bytes, from, to) : null;
    if (plain !== null) this.readLine(plain, 0, plain.length);
    return plain !== null;
  }

  /** The hot loop: one pass over the line, a number read where a field is wanted. */
  private readFields(bytes: Uint8Array, from: number, to: number): void {
    const { slots } = this;
    const { separator } = this.plan;
    let column = 0;
    let start = from;
    for (;;) {
      this.lastFieldAt = start;
      const isQuoted = bytes[start] === QUOTE && start < to;
      const begin = start + Number(isQuoted);
      const end = isQuoted ? this.quotedEnd(bytes, begin, to) : fieldEnd(bytes, begin, to, separator);
      const next = isQuoted ? fieldEnd(bytes, end, to, separator) : end;
      const slot = column < slots.length ? slots[column] : undefined;
      if (slot) this.readField(slot, bytes, begin, end);
      else if (slot === undefined) this.takeExtra(column, bytes, begin, end);
      column += 1;
      if (next >= to) break;
      start = next + 1;
    }
    this.fieldCount = column;
  }

  private quotedEnd(bytes: Uint8Array, from: number, to: number): number {
    const end = closingQuote(bytes, from, to);
    if (end === to) this.isUnclosed = true;
    return end;
  }

  /** A field that the header row has no name for. */
  private takeExtra(column: number, bytes: Uint8Array, from: number, to: number): void {
    if (column >= this.plan.fieldCount && to > from && !isBlank(bytes, from, to)) this.hasExtra = true;
  }

  private readField(slot: Slot, bytes: Uint8Array, from: number, to: number): void {
    if (slot.kind === "clockPart") {
      this.clock.keepPart(from, to);
      return;
    }
    if (slot.kind === "frequency") {
      this.isSpectrum = parseNumber(bytes, from, to, this.plan.numberStyle) > 0;
      return;
    }
    const value = this.valueOf(slot, bytes, from, to);
    slot.values[this.block.length] = value;
    if (value >= -slot.limit && value <= slot.limit) return;
    if (slot.isNeeded) this.isBad = true;
    else if (slot.kind !== "mode" && !isBlank(bytes, from, to)) this.odd.push({ slot, from, to });
  }

  private valueOf(slot: Slot, bytes: Uint8Array, from: number, to: number): number {
    if (slot.kind === "number") return this.scaled(slot, parseNumber(bytes, from, to, this.plan.numberStyle));
    if (slot.kind === "time") return parseTimeField(bytes, from, to, this.plan.numberStyle, slot);
    if (slot.kind === "timeOfDay") return this.dayTimes.read(bytes, from, to);
    return slot.kind === "clock" ? this.readClock(bytes, from, to) : slot.words.read(bytes, from, to);
  }

  /** Warns of optional fields that cannot be read, now that their line is known to be a row. */
  private warnOfOdd(bytes: Uint8Array): void {
    for (const { slot, from, to } of this.odd)
      slot.words.warnOfUnreadable(bytes, from, to, this.rowLine, this.problems);
  }
  private readonly odd: OddField[] = [];

  private scaled({ scale }: Slot, value: number): number {
    return (value * scale.multiply) / scale.divide + scale.add;
  }

  private readClock(bytes: Uint8Array, from: number, to: number): number {
    const clockUs = this.clock.read(bytes, from, to);
    this.block.clockIsMoment = this.clock.isMoment;
    return clockUs;
  }

  /** Fields beyond the end of a line are missing; a required one makes the row unusable. */
  private clearFrom(column: number): void {
    for (const slot of this.wanted) {
      if (slot.index < column) continue;
      slot.values[this.block.length] = Number.NaN;
      if (slot.isNeeded) this.isBad = true;
    }
  }

  /** Lines that are not a row: blank ones, a repeated header row, or lines that are explained later. */
  private refuseLine(bytes: Uint8Array, from: number, to: number): void {
    if (isEmptyLine(bytes, from, to, this.plan.separator)) return;
    if (to - from === this.headerBytes.length && this.headerBytes.every((byte, at) => bytes[from + at] === byte)) {
      this.block.repeatedHeaders.add(this.block.length);
      this.refused.drop();
      return;
    }
    this.refused.add(bytes, from, to, this.rowLine);
  }

  private flush(): void {
    if (this.block.length > 0) this.onBlock(this.block);
    this.block.length = 0;
    this.block.repeatedHeaders.clear();
  }
}

const plainCopy = (bytes: Uint8Array, from: number, to: number) =>
  withPlainWhitespace(bytes, from, to) ?? copyBytes(bytes, from, to);
