import { describe, expect, it } from "vitest";
import { importText, refusalOf } from "../../testing/files/imported-file";
import { clockAt, questionOf, readText, rowsOf, textOf } from "../../testing/files/made-up-file";

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
const maccorText = (clocks: readonly string[]) =>
  `${[MACCOR, ...clocks.map((clock, index) => `${index}\t1\t1\t${index}\t0\t3.8\tR\t0\t${clock}`)].join("\n")}\n`;
const maccor = (clocks: readonly string[]) => read(maccorText(clocks));
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
    expect(await maccor([...first, "04/05/2024 09:00:00"])).toMatchObject({ day: "2024-05-03", warnings: [] });
    const many = new Array<string>(40_000).fill("03/05/2024 09:00:00");
    const { problems } = await refusalOf(new TextEncoder().encode(maccorText([...many, "04/05/2024 09:00:00"])));
    expect(problems[0]?.message).toContain("much closer together day first than month first");
  });
});

describe("years of two digits", () => {
  const START = "Date,Current(A),Voltage(V)";
  /** A row each ten minutes for 50 hours. */
  const days = (dateOf: (day: number) => string, withTestTime = false) =>
    textOf(
      withTestTime ? `Test Time (s),${START}` : START,
      rowsOf(300, (k) => {
        const clock = `${dateOf(1 + Math.floor(k / 144))} ${clockAt(k * 600).slice(11)}`;
        return `${withTestTime ? `${k * 600},` : ""}${clock},1.0,${3.5 + 0.001 * k}`;
      }),
    );

  it.each([
    ["in front, with slashes", (day: number) => `24/05/0${day}`, "2024-05-01"],
    ["in front, with hyphens", (day: number) => `24-05-0${day}`, "2024-05-01"],
    ["in front, with points", (day: number) => `24.05.0${day}`, "2024-05-01"],
    ["in front, of an older file", (day: number) => `10/10/0${day + 3}`, "2010-10-04"],
    ["in front, when the days count up", (day: number) => `12/11/1${day}`, "2012-11-11"],
    ["behind, month first", (day: number) => `05/0${day}/24`, "2024-05-01"],
    ["behind, day first", (day: number) => `0${day}/05/24`, "2024-05-01"],
    ["behind, with points", (day: number) => `0${day}.05.24`, "2024-05-01"],
    ["behind, without zeros", (day: number) => `5/${day}/24`, "2024-05-01"],
    ["behind, of a December", (day: number) => `12/2${day}/11`, "2011-12-21"],
  ])("%s, are where the days lie close together", async (_, dateOf, start) => {
    for (const withTestTime of [false, true]) {
      const { chargeAh, times, summary } = await readText(days(dateOf, withTestTime), {});
      expect(chargeAh).toBeCloseTo((299 * 600) / 3600, 9);
      expect(new Date((times[0] ?? 0) / 1000).toISOString().slice(0, 10)).toBe(start);
      expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBe(299 * 600e6);
      expect(summary.warnings).toEqual([]);
    }
  });

  it("are those of cyclers' files where a single day shows nothing", async () => {
    const dayOf = async (date: string) => {
      const { times } = await readText(
        textOf(
          START,
          rowsOf(20, (k) => `${date} 10:00:${10 + k},1,${3.5 + 0.001 * k}`),
        ),
        {},
      );
      return new Date((times[0] ?? 0) / 1000).toISOString().slice(0, 10);
    };
    expect(await dayOf("24/05/01")).toBe("2024-05-01");
    expect(await dayOf("10/10/04")).toBe("2010-10-04");
    expect(await dayOf("10/4/10")).toBe("2010-10-04");
    expect(await dayOf("04.10.10")).toBe("2010-10-04");
    expect(await dayOf("05/18/22")).toBe("2022-05-18");
  });

  it("are asked for where both are possible", async () => {
    const text = textOf(
      START,
      rowsOf(20, (k) => `10/11/12 10:00:${10 + k},1,${3.5 + 0.001 * k}`),
    );
    expect(await questionOf(text, {})).toEqual(["dateOrder=ymd", "dateOrder=mdy", "dateOrder=dmy"]);
    const { times } = await readText(text, { answers: { dateOrder: "dmy" } });
    expect(new Date((times[0] ?? 0) / 1000).toISOString().slice(0, 10)).toBe("2012-11-10");
  });

  it("are asked for where only a later midnight shows them", async () => {
    const rows = rowsOf(
      60_000,
      (k) => `${k < 59_000 ? "10/11/12" : "10/11/13"} ${clockAt(k % 59_000).slice(11)},1,3.5`,
    );
    expect((await questionOf(textOf(START, rows), {}))[0]).toBe("dateOrder=ymd");
  });
});
