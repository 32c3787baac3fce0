import { describe, expect, it } from "vitest";
import { importBytes, importText, refusalOf } from "../../testing/files/imported-file";
import { HEADINGS, ROWS, STARTED, expectRows, text } from "../../testing/files/plain-table";

const blank = { nbsp: "\u00a0", thin: "\u2009", narrow: "\u202f", wide: "\u3000", mark: "\ufeff", unseen: "\u200b" };

describe("whitespace of other kinds", () => {
  it.each(Object.entries(blank))("around cells, late in the file: %s", async (_, mark) => {
    for (const column of HEADINGS.keys()) {
      const rows = ROWS.map((cells, row) =>
        cells.map((cell, at) => (row > 0 && at === column ? mark + cell + mark : cell)),
      );
      expectRows(await importText(`${text(",", HEADINGS, rows)}\n`, STARTED));
    }
  });

  it("includes page breaks, doubled line ends, and the byte order mark of an appended file", async () => {
    const whole = `${text(",")}\n`;
    expectRows(await importText(whole.replaceAll("\n1,", "\n\f1,").replace("\n2,", "\n\f\n2,"), STARTED));
    expectRows(await importText(whole.replaceAll("\n", "\r\r\n"), STARTED));
    expectRows(await importText(whole.replace(/\n2,(.*)\n/, "\n2,$1\r\r\n"), STARTED));
    expectRows(await importText(whole.replace("\n2,", "\n\ufeff2,"), STARTED));
    expectRows(await importText(whole.replace("\n2,", `\n\ufeff${HEADINGS.join(",")}\n2,`), STARTED));
  });

  it("keep the last column where line ends are written twice from the middle on", async () => {
    const headings = [...HEADINGS.slice(2), "Cycle"];
    const lines = [headings, ...ROWS.map((cells) => [...cells.slice(2), cells[0] ?? ""])].map((cells) =>
      cells.join(","),
    );
    const { summary, parts } = await importText(
      `${lines.slice(0, 2).join("\n")}\n${lines.slice(2).join("\r\r\n")}\r\r\n`,
      STARTED,
    );
    expect([...(parts[0]?.samples.cycle ?? [])]).toEqual([1, 1, 2]);
    expect(summary.warnings).toEqual([]);
  });

  it("may separate thousands, also in Western encodings, and from where the file is no longer UTF-8", async () => {
    const rows = ROWS.map((cells) =>
      cells.map((cell) => cell.replace("1000", "1\u00a0000").replace("1234", "1\u00a0234").replace(".", ",")),
    );
    const content = `${text(
      ";",
      HEADINGS.map((name) => name.replace("°", "")),
      rows,
    )}\n`;
    expectRows(await importBytes(Buffer.from(content, "latin1"), STARTED));
    expectRows(await importText(content, STARTED));
    const late = Buffer.concat([Buffer.from(`${text(",")}\n`), Buffer.from("2,2,1010\xa0,3.5,500,\n", "latin1")]);
    expect((await importBytes(late, STARTED)).summary.samples).toBe(4);
  });

  it("may precede AM and PM, and be in the words of a mode without making two of it", async () => {
    const { parts } = await importText(
      "Date,Cell,Voltage (V),Current (A)\n3/14/2024 11:59:59\u202fAM,a\u00a01,3,1\n3/14/2024 1:00:00 PM,a 1,3,1\n",
    );
    expect(parts.map(({ cell, samples }) => [cell, samples.length])).toEqual([["a 1", 2]]);
  });

  it("are looked for in Chinese bytes, dates included", async () => {
    // 日期 (date), 电压 (voltage), 电流 (current) and 2024年5月18日 in GBK
    const gbk = (hex: string) => Buffer.from(hex, "hex").toString("latin1");
    const [date, voltage, current] = [gbk("c8d5c6da"), gbk("b5e7d1b9"), gbk("b5e7c1f7")];
    const day = `2024${gbk("c4ea")}5${gbk("d4c2")}18${gbk("c8d5")}`;
    const rows = [0, 1, 2].map((second) => `${day} 10:00:0${second},3.${second},1${gbk("a1a1")}`);
    const file = await importBytes(Buffer.from(`${date},${voltage}(V),${current}(A)\n${rows.join("\n")}\n`, "latin1"));
    expect(file.summary.samples).toBe(3);
  });
});

it.each(["\f", "\x1a", "\ufeff", "\r"])("ends a file with %j and no row", async (end) => {
  const file = await importText(`${text(",")}\n${end}`, STARTED);
  expectRows(file);
  expect(file.summary.warnings).toEqual([]);
});

describe("a line that cannot be read", () => {
  it("is warned of above a repeated header row, too, unless it is part of a file header", async () => {
    const content = `${text(",")}\n2,2,1010,x,500,\n2,2,10\nChannel: 7\n\n${text(",").replaceAll("3.5", "3.6")}\n`;
    const { summary } = await importText(content, STARTED);
    expect(summary.samples).toBe(6);
    const leftOut = summary.warnings.filter(({ message }) => message.includes("was left out"));
    expect(leftOut.map(({ row }) => row)).toEqual([5, 6]);
  });

  it.each([
    ['1,1,2000, "3.5",500,', "cannot be read as a row"],
    ["1,1,2000,3\f5,500,", '"3\\u000c5" is not a voltage'],
    ["\0\0\0,1,2000,3.5,\0,", '"\\u0000" is not a current'],
  ])("is never left out unreported: %j", async (line, message) => {
    const { problems } = await refusalOf(new TextEncoder().encode(`${text(",")}\n${line}\n`), STARTED);
    expect(problems).toEqual([
      { row: 5, column: expect.toSatisfy(() => true), message: expect.stringContaining(message) },
    ]);
  });

  it("is shown with its time of day where that is in another column", async () => {
    const rows = Array.from({ length: 600 }, () => "2024-01-05;10:00:00;3;1");
    const content = ["Date;Time;Voltage (V);Current (A)", ...rows, "2024-01-05;1o:00;3;1\n"].join("\n");
    const { problems } = await refusalOf(new TextEncoder().encode(content));
    expect(problems).toEqual([{ row: 602, column: "Date", message: '"2024-01-05 1o:00" is not a date and time' }]);
  });
});
