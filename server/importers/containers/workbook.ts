import { SaxesParser } from "saxes";
import { UnreadableFileError } from "../cycler-file";
import type { ZipEntry } from "./zip-archive";

/** A sheet of an XLSX workbook as lines of tab-separated text, one per row of the sheet. */
export type Sheet = { name: string; open: () => AsyncIterable<Uint8Array> };

/** What cells refer to: shared texts, and the styles that show a number of days as a date or time. */
type CellContext = { texts: string[]; timeStyles: ReadonlySet<number> };

/** Texts and styles stay in memory while a workbook is read. */
const MAX_PART_BYTES = 256 << 20;
const LINE_BYTES = 1 << 16;
/** Of a text, of a row, and of what lies between two tags: Excel's own cells hold 32,767 characters, and a line of text may have 1 MiB. */
const MAX_CHARACTERS = 1 << 20;

export const isWorkbook = (entries: readonly ZipEntry[]) => entries.some(({ name }) => name === "xl/workbook.xml");

/** The sheets of a workbook in the order of their tabs. */
export async function openWorkbook(entries: readonly ZipEntry[]): Promise<Sheet[]> {
  const part = (name: string) => entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
  const sheets: { name: string; id: string }[] = [];
  await parsePart(part("xl/workbook.xml"), (tag, attributes) => {
    if (tag === "sheet") sheets.push({ name: attributes.name ?? "", id: relationOf(attributes) });
  });
  const targets = new Map<string, string>();
  await parsePart(part("xl/_rels/workbook.xml.rels"), (tag, { Id, Target }) => {
    if (tag === "Relationship" && Id && Target)
      targets.set(Id, Target.startsWith("/") ? Target.slice(1) : `xl/${Target}`);
  });
  const context = {
    texts: await readTexts(part("xl/sharedStrings.xml")),
    timeStyles: await readTimeStyles(part("xl/styles.xml")),
  };
  return sheets.flatMap(({ name, id }) => {
    const entry = part(targets.get(id) ?? "");
    return entry ? [{ name, open: () => readSheet(entry, context) }] : [];
  });
}

const PLAIN_XML = { position: false, xmlns: false } as const;
type PlainXml = typeof PLAIN_XML;
/** `r:id`, with whatever prefix its namespace has. */
function relationOf(attributes: Record<string, string | undefined>): string {
  return Object.entries(attributes).find(([name]) => name.endsWith(":id"))?.[1] ?? "";
}

type OnTag = (tag: string, attributes: Record<string, string | undefined>) => void;

/** Parses a part that is not a sheet. */
async function parsePart(
  entry: ZipEntry | undefined,
  onOpen: OnTag,
  onText?: (text: string) => void,
  onClose?: (tag: string) => void,
) {
  if (!entry) return;
  let bytes = 0;
  for await (const length of parsed(entry, { open: onOpen, text: onText, close: onClose })) {
    bytes += length;
    if (bytes > MAX_PART_BYTES) throw new UnreadableFileError(`the workbook's ${entry.name} is too large`);
  }
}

type Listener = {
  open: OnTag;
  text?: ((text: string) => void) | undefined;
  close?: ((tag: string) => void) | undefined;
};

/** Parses a part piece by piece, and answers how many bytes each had. */
async function* parsed(entry: ZipEntry, { open, text, close }: Listener) {
  const parser = new SaxesParser<PlainXml>(PLAIN_XML);
  let sinceTag = 0;
  parser.on("opentag", ({ name, attributes }) => {
    sinceTag = 0;
    open(localName(name), attributes);
  });
  if (text) parser.on("text", text);
  parser.on("closetag", ({ name }) => {
    sinceTag = 0;
    close?.(localName(name));
  });
  const decoder = new TextDecoder();
  for await (const chunk of entry.open()) {
    write(parser, decoder.decode(chunk, { stream: true }), entry.name);
    sinceTag += chunk.length;
    if (sinceTag > MAX_CHARACTERS) throw tooLong(`the workbook's ${entry.name} has a text`);
    yield chunk.length;
  }
}

function write(parser: SaxesParser<PlainXml>, text: string, part: string): void {
  try {
    parser.write(text);
  } catch (cause) {
    if (cause instanceof UnreadableFileError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UnreadableFileError(`the workbook's ${part} is damaged: ${message}`, [
      { row: null, column: null, message },
    ]);
  }
}

function tooLong(what: string): UnreadableFileError {
  const message = `${what} of over 1 MiB`;
  return new UnreadableFileError(message, [{ row: null, column: null, message }]);
}

const localName = (name: string) => name.slice(name.indexOf(":") + 1);

async function readTexts(entry: ZipEntry | undefined): Promise<string[]> {
  const texts: string[] = [];
  let text = "";
  let isText = false;
  await parsePart(
    entry,
    (tag) => {
      if (tag === "si") text = "";
      isText = tag === "t";
    },
    (piece) => {
      if (isText) text += piece;
      if (text.length > MAX_CHARACTERS) throw tooLong("the workbook has a text");
    },
    (tag) => {
      if (tag === "si") texts.push(text);
      isText = false;
    },
  );
  return texts;
}

/** Excel's built-in formats for dates, times of day and elapsed times. */
const TIME_FORMATS = [14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47];
/** Excel takes no longer codes. */
const MAX_FORMAT_CODE = 255;
/** Quoted text, escaped characters and colours, which do not affect the number. Cut to 255 characters. */
const DECORATION = /"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]/gi;

/** The styles that show a number of days as a date or a time. */
async function readTimeStyles(entry: ZipEntry | undefined): Promise<Set<number>> {
  const formats = new Set(TIME_FORMATS);
  const styles = new Set<number>();
  let isCellStyle = false;
  let index = 0;
  await parsePart(
    entry,
    (tag, { numFmtId, formatCode = "" }) => {
      const code = formatCode.slice(0, MAX_FORMAT_CODE).replaceAll(DECORATION, "");
      if (tag === "numFmt" && /[hyd]|mm|ss/i.test(code)) formats.add(Number(numFmtId));
      if (tag === "cellXfs") isCellStyle = true;
      if (tag === "xf" && isCellStyle && formats.has(Number(numFmtId))) styles.add(index);
      if (tag === "xf" && isCellStyle) index += 1;
    },
    undefined,
    (tag) => {
      if (tag === "cellXfs") isCellStyle = false;
    },
  );
  return styles;
}

async function* readSheet(entry: ZipEntry, context: CellContext) {
  const lines = new SheetLines(context);
  const encoder = new TextEncoder();
  const listener: Listener = {
    open: (tag, attributes) => lines.open(tag, attributes),
    text: (text) => lines.text(text),
    close: (tag) => lines.close(tag),
  };
  for await (const _ of parsed(entry, listener)) {
    for (const full of lines.takeFull()) yield encoder.encode(full);
  }
  yield encoder.encode(lines.takeRest());
}

/** Turns the tags of a sheet into lines. Rows and cells that the sheet leaves out are blank. */
class SheetLines {
  private full: string[] = [];
  private done = "";
  private rows = 0;
  private cells: string[] = [];
  /** Of the row so far. */
  private characters = 0;
  private column = 0;
  private type = "n";
  private style = -1;
  private value = "";
  private isValue = false;

  constructor(private readonly context: CellContext) {}

  /** Pieces of whole lines: a text that many rows share makes a few bytes long, and no piece shall be. */
  takeFull(): string[] {
    const { full } = this;
    this.full = [];
    return full;
  }

  takeRest(): string {
    return this.done;
  }

  open(tag: string, { r, t, s }: Record<string, string | undefined>): void {
    if (tag === "row") {
      const row = r === undefined ? this.rows + 1 : Number(r);
      // A row far down a sheet must not cost a line for each row above it.
      if (row - this.rows < 10_000) this.done += "\n".repeat(Math.max(0, row - this.rows - 1));
      this.rows = Math.max(row, this.rows + 1);
      this.cells = [];
      this.characters = 0;
      this.column = -1;
    } else if (tag === "c") {
      this.column = r === undefined ? this.column + 1 : columnOf(r);
      this.type = t ?? "n";
      this.style = s === undefined ? -1 : Number(s);
      this.value = "";
    } else if (tag === "v" || tag === "t") this.isValue = true;
  }

  text(text: string): void {
    if (this.isValue) this.value += text;
    if (this.value.length > MAX_CHARACTERS) throw this.rowTooLong();
  }

  close(tag: string): void {
    if (tag === "v" || tag === "t") this.isValue = false;
    else if (tag === "c") {
      while (this.cells.length < this.column) this.cells.push("");
      const shown = this.shown();
      this.characters += shown.length;
      if (this.characters > MAX_CHARACTERS) throw this.rowTooLong();
      this.cells[this.column] = shown;
    } else if (tag === "row") this.endRow();
  }

  private endRow(): void {
    this.done += `${this.cells.join("\t")}\n`;
    if (this.done.length < LINE_BYTES) return;
    this.full.push(this.done);
    this.done = "";
  }

  private rowTooLong = () => tooLong(`row ${this.rows} of a sheet has text`);

  private shown(): string {
    const { type, value } = this;
    if (type === "s") return plain(this.context.texts[Number(value)] ?? "");
    if (type === "e") return "";
    if (type !== "n") return plain(value);
    return this.context.timeStyles.has(this.style) ? timeOf(value) : value;
  }
}

/** Tabs and line ends would separate cells and lines. */
const plain = (text: string) => text.replaceAll(/[\t\r\n]+/g, " ");

/** `AB12` → 27 */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference) {
    const value = letter.charCodeAt(0) - 64;
    if (value < 1 || value > 26) break;
    column = column * 26 + value;
  }
  return Math.min(column, 16_384) - 1;
}

/** Days as `h:mm:ss`. From 1954 on they are a date, which is read from the number. */
function timeOf(value: string): string {
  const days = Number(value);
  if (!(days >= 0 && days < 20_000)) return value;
  const us = Math.round(days * 86_400e6);
  const [hours, minutes, seconds] = [Math.floor(us / 3600e6), Math.floor(us / 60e6) % 60, (us % 60e6) / 1e6];
  return `${hours}:${String(minutes).padStart(2, "0")}:${seconds.toFixed(6).padStart(9, "0")}`;
}
