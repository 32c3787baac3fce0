import { describe, expect, it } from "vitest";
import { importText } from "../../testing/imported-file";

const DIGATRON = "Time Stamp,Step,Status,Prog Time,Step Time,Cycle,Cycle Level,Procedure,Voltage,Current,Temperature";
const MACCOR = "Rec#\tCyc#\tStep\tTest (Sec)\tAmps\tVolts\tState\tES\tDPt Time";
const hms = (second: number) => `00:00:${String(second).padStart(2, "0")}`;

async function read(text: string) {
  const { summary, parts } = await importText(text);
  const day = new Date((parts[0]?.samples.timeUs[0] ?? Number.NaN) / 1000).toISOString().slice(0, 10);
  return { day, warnings: summary.warnings.map(({ row, message }) => `${row}: ${message}`) };
}

const digatron = (clocks: readonly string[]) =>
  read(
    `${[DIGATRON, ...clocks.map((clock, index) => `${clock},1,PAU,${hms(index)},${hms(index)},1,0,x,3.5,0,25`)].join("\n")}\n`,
  );
const maccor = (clocks: readonly string[]) =>
  read(`${[MACCOR, ...clocks.map((clock, index) => `${index}\t1\t1\t${index}\t0\t3.8\tR\t0\t${clock}`)].join("\n")}\n`);
const biologic = (started: string) =>
  read(
    `EC-Lab ASCII FILE\nNb header lines : 5\n\nAcquisition started on : ${started}\n\nmode\ttime/s\tEwe/V\tI/mA\n1\t0\t3.5\t0\n1\t1\t3.5\t0\n`,
  );

describe("the order of dates", () => {
  it("is shown by points whatever the format's habit is, above the table, too", async () => {
    expect(await biologic("10.03.2024 09:00:00")).toEqual({ day: "2024-03-10", warnings: [] });
    expect(await maccor(["10.03.2024 09:00:00"])).toEqual({ day: "2024-03-10", warnings: [] });
  });

  it("is month first beside halves of a day, with a warning where the habit is another", async () => {
    expect(await maccor(["3/10/2024 9:00:00 AM"])).toEqual({ day: "2024-03-10", warnings: [] });
    expect(await digatron(["3/10/2024 9:00:00 AM"])).toEqual({
      day: "2024-03-10",
      warnings: [
        expect.stringMatching(/^2: "3\/10\/2024 9:00:00 AM" was read month first, .* say whether the day comes first/),
      ],
    });
    expect((await digatron(["13/10/2024 9:00:00 AM"])).day).toBe("2024-10-13");
  });

  it("is the format's by habit with a warning where the other is possible, too", async () => {
    expect(await maccor(["10/03/2024 09:00:00"])).toEqual({
      day: "2024-10-03",
      warnings: [expect.stringMatching(/^2: "10\/03\/2024 09:00:00" was read month first, and no date/)],
    });
    expect(await maccor(["03/03/2024 09:00:00"])).toEqual({ day: "2024-03-03", warnings: [] });
    expect((await digatron(["03/10/2024 09:00:00"])).warnings).toEqual([expect.stringContaining("was read day first")]);
    expect(await biologic("10/03/2024 09:00:00")).toEqual({
      day: "2024-10-03",
      warnings: [expect.stringMatching(/^null: "10\/03\/2024 09:00:00" was read month first, .* as startedAt/)],
    });
    expect(await biologic("10/23/2024 09:00:00")).toEqual({ day: "2024-10-23", warnings: [] });
  });

  it("may be shown by later rows than those that it was read from", async () => {
    const first = new Array<string>(600).fill("03/05/2024 09:00:00");
    expect((await maccor([...first, "03/06/2024 09:00:00"])).warnings).toEqual([]);
    expect((await maccor([...first, "03/13/2024 09:00:00"])).warnings).toEqual([]);
    expect((await maccor([...first, "04/05/2024 09:00:00"])).warnings).toContainEqual(
      expect.stringContaining("although its rows are closer together in the other order"),
    );
  });
});
