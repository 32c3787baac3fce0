import { describe, expect, it } from "vitest";
import { importBytes, importText, refusalOf } from "../../testing/files/imported-file";
import { expectRows, HEADINGS, ROWS, STARTED, text } from "../../testing/files/plain-table";

const utf16 = (content: string, isBig: boolean) => {
  const bytes = new Uint8Array(content.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < content.length; at++) view.setUint16(at * 2, content.charCodeAt(at), !isBig);
  return bytes;
};
const latin1 = (content: string) => Uint8Array.from(content, (character) => character.charCodeAt(0));

describe("encodings", () => {
  const content = `${text("\t")}\n`;
  it.each([
    ["UTF-8", new TextEncoder().encode(content)],
    ["UTF-8 with a mark", new TextEncoder().encode(`\ufeff${content}`)],
    ["UTF-16 LE with a mark", utf16(`\ufeff${content}`, false)],
    ["UTF-16 BE with a mark", utf16(`\ufeff${content}`, true)],
    ["UTF-16 LE", utf16(content, false)],
    ["UTF-16 BE", utf16(content, true)],
    ["Latin-1", latin1(content)],
  ])("%s", async (_, bytes) => {
    for (const chunkBytes of [1, 7, 60_000]) expectRows(await importBytes(bytes, STARTED, chunkBytes));
  });

  it("GBK, recognised by the words of its headings", async () => {
    // 循环号,工步号,测试时间(s),电压(V),电流(mA),温度(℃)
    const headings = [
      [0xd1, 0xad, 0xbb, 0xb7, 0xba, 0xc5],
      [0xb9, 0xa4, 0xb2, 0xbd, 0xba, 0xc5],
      [0xb2, 0xe2, 0xca, 0xd4, 0xca, 0xb1, 0xbc, 0xe4, ...latin1("(s)")],
      [0xb5, 0xe7, 0xd1, 0xb9, ...latin1("(V)")],
      [0xb5, 0xe7, 0xc1, 0xf7, ...latin1("(mA)")],
      [0xce, 0xc2, 0xb6, 0xc8, 0x28, 0xa1, 0xe6, 0x29],
    ];
    const line = headings.flatMap((heading, index) => (index === 0 ? heading : [0x2c, ...heading]));
    const bytes = Uint8Array.from([...line, 0x0a, ...latin1(`${text(",").split("\n").slice(1).join("\n")}\n`)]);
    const file = await importBytes(bytes, STARTED);
    expectRows(file);
    expect(file.summary.format).toBe("neware");
    expect(file.summary.columns[3]).toEqual({ heading: "电压(V)", field: "voltage", unit: "V" });
  });
});

describe("separators and quotes", () => {
  it.each(["\t", ";", ",", "|"])("takes %j", async (separator) => {
    expectRows(await importText(`${text(separator)}\n`, STARTED));
  });

  it("takes CRLF, old line ends, blank lines, separators at the end of lines, and lines that end early", async () => {
    for (const content of [
      `${text(",").replaceAll("\n", "\r\n")}\r\n`,
      `${text(",").replaceAll("\n", "\r")}\r`,
      `${text(",").replaceAll("\n", "\n\n")}\n\n`,
      `${text(",").replaceAll("\n", ",\n")},\n`,
      text(",").replace("500,", "500\n"),
      `${text(",")},,\n`,
    ]) {
      expectRows(await importText(content, STARTED));
    }
  });

  it("takes cells in quotes, and whole lines in quotes", async () => {
    const quoted = [HEADINGS, ...ROWS].map((cells) => cells.map((cell) => `"${cell}"`).join(",")).join("\n");
    const whole = [HEADINGS, ...ROWS].map((cells) => `"${cells.join(",")}"`).join("\r\n");
    for (const content of [quoted, whole]) expectRows(await importText(`${content}\n`, STARTED));
    const withNote = [[...HEADINGS, "Note"], ...ROWS.map((cells) => [...cells, '"a, ""b"" and c"'])].map((cells) =>
      cells.join(","),
    );
    expectRows(await importText(`${withNote.join("\n")}\n`, STARTED));
  });

  it("takes line breaks inside cells in quotes, in names as in rows", async () => {
    const headings = ["Cycle", "Step", '"Test\nTime\n(s)"', '"Voltage\r\n(V)"', "Current (mA)", "Temperature (°C)"];
    const notes = ['"a\n""b"", c\n\nd"', "", '"\n"'];
    const content = `Made by hand\n${text(
      ",",
      [...headings, "Note"],
      ROWS.map((cells, row) => [...cells, notes[row] ?? ""]),
    )}\n`;
    for (const lineEnd of ["\n", "\r\n"]) {
      for (const chunkBytes of [1, 7, 60_000]) {
        const bytes = new TextEncoder().encode(content.replaceAll(/\r?\n/g, lineEnd));
        const { summary, parts } = await importBytes(bytes, STARTED, chunkBytes);
        expectRows({ summary, parts });
        expect(summary.columns.map(({ heading }) => heading).slice(2, 4)).toEqual(["Test Time (s)", "Voltage (V)"]);
        expect(parts[0]).toMatchObject({ firstRow: 6, lastRow: 11 }); // the lines in which rows begin
        expect(summary.firstRows.map((cells) => cells[4])).toEqual(ROWS.map((cells) => cells[4]));
        expect(summary.warnings).toEqual([]);
      }
    }
  });

  it("takes an only row without a line end, which no other shows to be cut", async () => {
    const { summary } = await importText(text(",", HEADINGS, ROWS.slice(0, 1)), STARTED);
    expect(summary.samples).toBe(1);
    expect(summary.warnings).toEqual([{ row: 2, message: expect.stringContaining("no line end") }]);
  });

  it("names the line whose quotes are not closed", async () => {
    const rows = [...ROWS, ["2", "2", "1010", "3.6", "500", '"25']];
    const open = `${text(",", HEADINGS, rows)}\n`;
    const problem = { row: 5, column: null, message: expect.stringContaining("not closed") };
    for (const content of [open, open + "2,2,1020,3.6,500,\n".repeat(60)]) {
      const { problems } = await refusalOf(new TextEncoder().encode(content), STARTED);
      expect(problems[0]).toEqual(problem);
    }
    const { summary } = await importText(open, { ...STARTED, isPartial: true });
    expect(summary).toMatchObject({ samples: 3, warnings: [{ row: 5, message: expect.stringContaining("left out") }] });
  });

  it("refuses stray quotes that would make one row of several", async () => {
    const rows = [...ROWS, ["2", "2", "1010", "3.6", "500", '"25'], ["2", "2", "1020", '"3.6', "500", "25"], ...ROWS];
    const { problems } = await refusalOf(new TextEncoder().encode(`${text(",", HEADINGS, rows)}\n`), STARTED);
    expect(problems).toContainEqual({ row: 5, column: null, message: expect.stringContaining("stray quotes") });
  });

  it("finds the header row wherever it is, and what is above it", async () => {
    const head = ["Cell test;;;;;", "Operator;Ada;;;;", "Channel: 7", "1;2;3;4;5;6", ""];
    const { summary, ...rest } = await importText(`${[...head, text(";")].join("\n")}\n`, STARTED);
    expectRows({ summary, ...rest });
    expect(summary.header).toEqual({ Operator: "Ada", Channel: "7" });
    expect(rest.parts[0]).toMatchObject({ firstRow: 7, lastRow: 9 });
    expect(summary.firstRows[0]).toEqual(ROWS[0]);
  });

  it("ignores fields for which the header row has an empty name", async () => {
    const unnamed = text(
      "\t",
      [...HEADINGS, "", ""],
      ROWS.map((cells) => [...cells, "0"]),
    );
    expectRows(await importText(`${unnamed}\n`, STARTED));
    const { problems } = await refusalOf(new TextEncoder().encode(`${unnamed}\t0\t9\n`), STARTED);
    expect(problems).toEqual([{ row: 4, column: null, message: "the line has 9 fields, the header row has 6" }]);
  });

  it("refuses a line with more fields than names, and remarks between the rows only warn", async () => {
    const refusal = await refusalOf(new TextEncoder().encode(`${text(",")},9\n`), STARTED);
    expect(refusal.problems).toEqual([
      { row: 4, column: null, message: "the line has 7 fields, the header row has 6" },
    ]);
    const { summary } = await importText(
      `${text(",").replace("\n2", "\n# paused by hand,,\n2")}\n[End of data]\n`,
      STARTED,
    );
    expect(summary.warnings.map(({ row }) => row)).toEqual([4, 6]);
    expect(summary.samples).toBe(3);
  });
});
