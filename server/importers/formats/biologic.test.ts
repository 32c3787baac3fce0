import { describe, expect, it } from "vitest";
import { expectLines } from "../../testing/expect-lines";
import { importBytes } from "../../testing/files/imported-file";

const STARTED_AT_US = Date.UTC(2024, 0, 1) * 1000;

describe("BioLogic", () => {
  const head = ["EC-Lab ASCII FILE", "Nb header lines : 6", "", "Acquisition started on : 04/22/2015 16:16:38", ""];

  it("with decimal commas, <I> and Ewe, in µ and m, in Latin-1", async () => {
    const lines = [
      ...head,
      "mode\tox/red\tNs changes\tNs\ttime/s\tcontrol/V/mA\tEwe/V\t<I>/mA\t(Q-Qo)/mA.h\tcycle number\t",
      "3\t0\t1\t0\t0,000000000000000E+000\t0\t3,5\t0,0000000E+000\t0\t0,0\t",
      "1\t1\t1\t1\t1,500000000000000E+001\t5\t3,6\t5,0000000E+000\t0\t1,0\t",
    ];
    const bytes = Uint8Array.from(`${lines.join("\r\n")}\r\n`, (character) => character.charCodeAt(0));
    const { summary, parts } = await importBytes(bytes);
    expect(summary.format).toBe("biologic");
    const samples = parts[0]?.samples;
    expect([samples?.testTimeS[1], samples?.voltageV[1], samples?.currentA[1], samples?.cycle[1]]).toEqual([
      15, 3.6, 0.005, 1,
    ]);
    expect(new Date((samples?.timeUs[1] ?? 0) / 1000).toISOString()).toBe("2015-04-22T16:16:53.000Z");
  });

  it("at open circuit has no current, for none flows", async () => {
    const rows = ["3\t0\t0\t3.2\t21.5", "3\t0\t60\t3.3\t21.5"];
    const expected = { format: "biologic", currentA: [0, 0], voltageV: [3.2, 3.3], temperatureC: [21.5, 21.5] };
    await expectLines([...head, "mode\terror\ttime/s\t<Ewe/V>\tTemperature/°C\t", ...rows], expected);
  });

  it("at open circuit, without the lines of its head", async () => {
    await expectLines(
      ["time/s\t<Ewe/V>\terror\t<Ece>/V\tEwe-Ece/V", "10\t2.9\t0\t0.1\t2.8", "20\t2.91\t0\t0.1\t2.81"],
      { format: "biologic", currentA: [0, 0], voltageV: [2.8, 2.81] },
      { startedAtUs: STARTED_AT_US },
    );
  });

  it("begins a step where its mark says so, though its number stays", async () => {
    const rows = ["0\t0\t0\t3\t1", "1\t0\t1\t3\t1", "0\t0\t2\t3\t1"];
    await expectLines(
      ["Ns changes\tNs\ttime/s\tEcell/V\tI/mA", ...rows],
      { format: "biologic", stepCount: [1, 2, 2] },
      { startedAtUs: STARTED_AT_US },
    );
  });
});
