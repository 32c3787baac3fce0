import { expect, it } from "vitest";
import { readText, refusalOfText, rowsOf, textOf } from "../../testing/files/made-up-file";

const EC_LAB = "freq/Hz,Re(Z)/Ohm,-Im(Z)/Ohm,time/s,<Ewe>/V,<I>/mA";

it.each([
  ["EC-Lab's", EC_LAB],
  ["with names", "Frequency (Hz),Zreal (ohm),Zimag (ohm),Time (s),Voltage (V),Current (A)"],
  ["with primes", "Frequency/Hz,Z'/Ohm,-Z''/Ohm,Time/s,Voltage/V,Current/A"],
  ["Gamry's", "Freq,Zreal,Zimag,Time,Vdc,Idc"],
  ["with modulus and phase", "f (Hz),|Z| (Ohm),Phase(Z) (deg),Time (s),U (V),I (A)"],
])("refuses spectra by name: %s", async (_, headings) => {
  const { message } = await refusalOfText(
    textOf(
      headings,
      rowsOf(30, (k) => `${1e5 / (k + 1)},0.02,0.01,${k},0,0`),
    ),
  );
  expect(message).toContain("an impedance measurement");
});

it("reads a file that has the columns and no frequency, and leaves spectra out that stand among its rows", async () => {
  const row = (k: number) => `0,0,0,${10 * k},${3.5 + k / 1000},100`;
  const plain = await readText(textOf(EC_LAB, rowsOf(60, row)));
  expect([plain.summary.samples, plain.messages]).toEqual([60, []]);
  const mixed = rowsOf(60, (k) => (k >= 20 && k < 30 ? `${1000 / k},0.02,0.01,${10 * k},0,0` : row(k)));
  const { summary, messages, parts } = await readText(textOf(EC_LAB, mixed));
  expect(summary.samples).toBe(50);
  expect(messages).toContainEqual(
    "22: From here on, 10 rows of impedance spectra, which have a frequency, were left out: spectra are not supported.",
  );
  expect(Math.min(...(parts[0]?.samples.voltageV ?? []))).toBe(3.5);
});

it("takes a frequency without an impedance for one of something else", async () => {
  const { summary } = await readText(
    textOf(
      "Time (s),Voltage (V),Current (A),Frequency (Hz)",
      rowsOf(20, (k) => `${k},3.5,0,50`),
    ),
  );
  expect(summary.samples).toBe(20);
});
