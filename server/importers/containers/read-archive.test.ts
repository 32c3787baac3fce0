import { describe, expect, it } from "vitest";
import { importBytes, refusalOf } from "../../testing/files/imported-file";
import { zipOf } from "../../testing/files/packed-file";

const ROWS = ["Test Time / s\tVoltage / V\tCurrent / A", "0\t3.7\t-0.1", "10\t3.6\t-0.1"];
const TEXT = `${ROWS.join("\n")}\n`;
const STARTED = { startedAtUs: Date.UTC(2024, 0, 1) * 1000 };

describe("an archive", () => {
  it.each([true, false])("is opened, deflated or not (%s)", async (isDeflated) => {
    const { summary, parts } = await importBytes(zipOf({ "a/b.csv": TEXT }, isDeflated), STARTED);
    expect(summary.samples).toBe(2);
    expect(summary.recognisedBy).toContain('in "a/b.csv" of a ZIP archive');
    expect(parts.map(({ cell }) => cell)).toEqual([null]);
  });

  it("of several files is a cell each, and leaves out what is no cycler's file", async () => {
    const zip = zipOf(
      { "x/A-01.csv": TEXT, "x/A-02.csv": `${TEXT}20\t3.5\t-0.1\n`, "readme.txt": "hello", "__MACOSX/._A": "x" },
      true,
    );
    const { summary, parts } = await importBytes(zip, STARTED);
    expect(summary.tests.map(({ cell, samples }) => [cell, samples])).toEqual([
      ["A-01", 2],
      ["A-02", 3],
    ]);
    expect(parts.map(({ cell }) => cell)).toEqual(["A-01", "A-02"]);
    expect(summary.warnings[0]?.message).toContain('"readme.txt"');
  });

  it("leaves out what is no record of a test, says why, and refuses only where nothing else is there", async () => {
    const others = {
      "empty.txt": "",
      "protocol.pdf": "%PDF-1.4 …",
      "raw.mpr": "BIO-LOGIC MODULAR FILE\x1a",
      "cycles.csv": "Cycle,Test Time (s),Voltage (V)\n1,1,1\n",
      "statistics.csv": "Test Time (s),Voltage (V),Current (A),V_Max_On_Cycle (V)\n1,3,1,4\n",
      "steps.csv": `Time (s),Cycle,Current (A),Voltage (V)\n${[1, 2, 3, 4, 5].map((at) => `${at * 7200},${at},0,3.5\n`).join("")}`,
      "begun.csv": `${ROWS[0]}\n`,
    };
    const { summary, parts } = await importBytes(zipOf({ ...others, "A.csv": TEXT }, true), STARTED);
    expect(parts.map(({ cell, samples }) => [cell, samples.length])).toEqual([["A", 2]]);
    expect(summary.warnings.map(({ message }) => message)).toEqual([
      '"empty.txt" in the ZIP archive was left out: the file is empty.',
      '"protocol.pdf" in the ZIP archive was left out: this is a PDF document.',
      expect.stringMatching(/^"raw\.mpr" in the ZIP archive was left out: .*export it as text/),
      expect.stringMatching(/^"cycles\.csv" in the ZIP archive was left out: .*no current column/),
      expect.stringMatching(/^"statistics\.csv" in the ZIP archive was left out: .*export the records/),
      expect.stringMatching(/^"steps\.csv" in the ZIP archive was left out: .*nearly every row is a step/),
      '"begun.csv" in the ZIP archive was left out: the file has a header row and no rows below it.',
    ]);
    const refusal = await refusalOf(zipOf(others), STARTED);
    expect(refusal.message).toMatch(
      /^no file in the ZIP archive has samples of a test: "empty.txt": the file is empty; /,
    );
    expect(refusal.problems).toHaveLength(7);
  });

  it("distinguishes files of one name by their folders, in any order", async () => {
    const files = {
      "run/day2/CH1.csv": TEXT,
      "run/day1/CH1.csv": TEXT,
      "run/day1/CH2.csv": TEXT,
      "run/day1/CH1.txt": TEXT,
    };
    const { summary, parts } = await importBytes(zipOf(files, true), STARTED);
    const cells = ["day2-CH1", "day1-CH1", "CH2", "day1-CH1 2"];
    expect(parts.map(({ cell, test }) => [cell, test])).toEqual(cells.map((cell) => [cell, ""]));
    expect(summary.tests.map(({ cell, samples }) => [cell, samples])).toEqual(cells.map((cell) => [cell, 2]));
  });

  it("makes a test of each file that names the same cell", async () => {
    const ofCell = (start: number) => `cell,time,voltage,current\nA,${start},3.7,-1\nA,${start + 60},3.6,-1\n`;
    const { parts, summary } = await importBytes(zipOf({ "2.csv": ofCell(900), "1.csv": ofCell(0) }, true), STARTED);
    expect(parts.map(({ cell, test }) => [cell, test])).toEqual([
      ["A", ""],
      ["A", "1"],
    ]);
    expect(summary.tests.map(({ test }) => test)).toEqual(["", "1"]);
    expect(summary.warnings[0]?.message).toContain('"1.csv" and "2.csv" both name the cell A');
  });

  it("names the file and the line that is wrong", async () => {
    const refusal = await refusalOf(zipOf({ "a.csv": TEXT, "b.csv": `${TEXT}x\t3.5\t-0.1\n` }, true), STARTED);
    expect(refusal.problems).toEqual([{ row: 4, column: "Test Time / s", message: '"b.csv": "x" is not a test time' }]);
  });

  it("that is cut off or damaged is refused", async () => {
    const zip = zipOf({ "a.csv": TEXT.repeat(1) }, true);
    expect((await refusalOf(zip.subarray(0, zip.length - 30), STARTED)).message).toContain("directory is missing");
    const damaged = zipOf({ "a.csv": TEXT });
    damaged[damaged.indexOf("7".charCodeAt(0))] = "8".charCodeAt(0); // of 3.7
    expect((await refusalOf(damaged, STARTED)).message).toContain('"a.csv" does not match its checksum');
  });
});

it("says of Neware's .ndax, which is an archive, what to export instead", async () => {
  const ndax = zipOf({ "Step.xml": "<root/>", "data.ndc": "x", "data_log.ndc": "x" }, true);
  expect((await refusalOf(ndax)).message).toContain("a Neware .ndax file: export it as CSV");
});
