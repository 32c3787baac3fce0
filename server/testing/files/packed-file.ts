import { crc32, deflateRawSync } from "node:zlib";

/** A ZIP archive of files by name. */
export function zipOf(files: Record<string, string>, isDeflated = false): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [nameBytes, content] = [Buffer.from(name), Buffer.from(text)];
    const packed = isDeflated ? deflateRawSync(content) : content;
    const fields = Buffer.alloc(26); // from "version needed" to "length of extra field", the same in both headers
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x800, 2);
    fields.writeUInt16LE(isDeflated ? 8 : 0, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(nameBytes.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), fields, tail, nameBytes);
    parts.push(Buffer.from("PK\x03\x04", "latin1"), fields, nameBytes, packed);
    at += 30 + nameBytes.length + packed.length;
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** A cell of a sheet: text, a number, or a number of days shown as a time. */
type Cell = string | number | { days: number };

/** An XLSX workbook of sheets by name. */
export function workbookOf(sheets: Record<string, Cell[][]>): Uint8Array {
  const names = Object.keys(sheets);
  const texts: string[] = [];
  const parts = names.map((name, index) => [
    `xl/worksheets/sheet${index + 1}.xml`,
    sheetXml(sheets[name] ?? [], texts),
  ]);
  return zipOf({
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": `<workbook xmlns:r="r"><sheets>${names
      .map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${names
      .map((_, index) => `<Relationship Id="rId${index + 1}" Target="worksheets/sheet${index + 1}.xml"/>`)
      .join("")}</Relationships>`,
    "xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[h]:mm:ss.000"/></numFmts><cellStyleXfs><xf numFmtId="164"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    "xl/sharedStrings.xml": `<sst>${texts.map((text) => `<si><t>${text}</t></si>`).join("")}</sst>`,
    ...Object.fromEntries(parts),
  });
}

function sheetXml(rows: readonly Cell[][], texts: string[]): string {
  const cellXml = (cell: Cell, column: number, row: number) => {
    const reference = `${String.fromCharCode(65 + column)}${row}`;
    if (typeof cell === "string") return `<c r="${reference}" t="s"><v>${texts.push(cell) - 1}</v></c>`;
    return typeof cell === "number"
      ? `<c r="${reference}"><v>${cell}</v></c>`
      : `<c r="${reference}" s="1"><v>${cell.days}</v></c>`;
  };
  const lines = rows.map(
    (cells, index) =>
      `<row r="${index + 1}">${cells.map((cell, column) => cellXml(cell, column, index + 1)).join("")}</row>`,
  );
  return `<worksheet><sheetData>${lines.join("")}</sheetData></worksheet>`;
}
