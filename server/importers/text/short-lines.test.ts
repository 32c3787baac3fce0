import { describe, expect, it } from "vitest";
import { readText, refusalOfText, rowsOf, textOf } from "../../testing/files/made-up-file";

const HEADINGS = "Data_Point,Test_Time(s),Step_Index,Cycle_Index,Current(A),Voltage(V),Aux1,Aux2";
const row = (k: number) => `${k},${10 * k},1,1,1,${3.5 + k / 1000},0,0`;

describe("a row that lost a field", () => {
  it("is refused where the others are whole, whichever field it lost", async () => {
    for (const lost of [0, 2, 3, 6, 7]) {
      const rows = rowsOf(100, (k) => (k === 50 ? row(k).split(",").toSpliced(lost, 1).join(",") : row(k)));
      const { problems } = await refusalOfText(textOf(HEADINGS, rows));
      expect(problems).toEqual([
        expect.objectContaining({ row: 52, message: expect.stringMatching(/7 fields|is missing|is not a/) }),
      ]);
    }
  });

  it("is kept where rows end early throughout, or lack only empty names", async () => {
    const ragged = rowsOf(100, (k) => (k % 2 === 0 ? row(k) : row(k).slice(0, -2)));
    expect((await readText(textOf(HEADINGS, ragged))).summary.samples).toBe(100);
    const trailing = rowsOf(100, (k) => (k % 30 === 0 ? `${row(k)},` : row(k)));
    expect((await readText(textOf(`${HEADINGS},`, trailing))).summary.samples).toBe(100);
  });
});
