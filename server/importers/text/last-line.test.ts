import { expect, it } from "vitest";
import { readText, refusalOfText, rowsOf, textOf } from "../../testing/files/made-up-file";

const BITRODE = "Total Time,Cycle,Step,Step time,Current,Voltage,Mode,Real Time,";
const FOOTER = "Total Number of Data Lines in the Database: 0000000060";
const minute = (k: number) =>
  `${k + 1}.0,1,2,${k + 1}.0,-1.00,${(3.899 - k / 1000).toFixed(3)},DCHG,4/10/2017 1:51:${String(k).padStart(2, "0")} PM,`;

it.each(["", "\n"])("takes a footer for one, whether its line ends or not: %j", async (lineEnd) => {
  const text = `${textOf(BITRODE, rowsOf(60, minute))}${FOOTER}${lineEnd}`;
  const { summary, messages } = await readText(text, {});
  expect(summary.samples).toBe(60);
  expect(messages).toContainEqual(expect.stringContaining(`"${FOOTER}" is not a row and was left out`));
});

it("knows by its decimals whether a last line without an end is whole", async () => {
  const row = (k: number) => `${k},1.0,${(9.5 + k / 10).toFixed(2)}`;
  const text = textOf("time_s,current_A,voltage_V", rowsOf(20, row));
  expect((await readText(text.slice(0, -1))).messages).toEqual([]);
  expect((await refusalOfText(text.slice(0, -2))).message).toContain("the last line is cut off");
});

it("takes half a row for one that begins with a word where the others do", async () => {
  const text = textOf(
    "mode,time_s,current_A,voltage_V",
    rowsOf(20, (k) => `CHG,${k},1,${3.5 + k / 100}`),
  );
  expect((await refusalOfText(text.slice(0, text.lastIndexOf(",")))).message).toContain("the last line is cut off");
});
