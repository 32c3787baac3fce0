import { expect, it } from "vitest";
import { expectLines } from "../../testing/expect-lines";
import { refusalOf } from "../../testing/files/imported-file";

const STARTED_AT_US = Date.UTC(2024, 0, 1) * 1000;

it("separates runs by named steps", async () => {
  const rows = ["0;form;3;1", "1;form;3;1", "2;age;3;1", "3;form;3;1"];
  await expectLines(
    ["Time (s);Step;Voltage (V);Current (A)", ...rows],
    { format: "delimited", stepCount: [1, 1, 2, 3] },
    { startedAtUs: STARTED_AT_US },
  );
});

it("refuses two tables side by side, of which it would read one", async () => {
  const headings = "测试时间/Sec,电流/A,容量/Ah,电压/V";
  const text = `${headings},,${headings}\n0,1.5,0,3.1,,0,-1.5,0,4.1\n1,1.5,0.0004,3.2,,1,-1.5,0.0004,4\n`;
  const { problems } = await refusalOf(new TextEncoder().encode(text));
  expect(problems).toEqual([
    { row: 1, column: null, message: expect.stringContaining("save each of the two tables side by side") },
  ]);
});
