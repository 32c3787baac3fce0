import { expect, it } from "vitest";
import { packSamples, Scratch, unpackSamples } from "./packed-samples";
import { toSampleColumns } from "./sample-columns";

const series = (length: number, voltageV: number, temperatureC: number | null) =>
  toSampleColumns(
    Array.from({ length }, (_, index) => ({ timeUs: 1.7e15 + index, record: 0, voltageV, currentA: -1, temperatureC })),
  );

it("packs one series after the other into the same memory", () => {
  const scratch = new Scratch();
  for (const samples of [series(3, 3.1, null), series(900, 3.2, 25), series(2, 3.3, null)]) {
    const { header, bytes } = packSamples(samples, scratch);
    expect(unpackSamples(header, bytes)).toEqual(samples);
    expect(packSamples(samples).bytes).toEqual(bytes);
  }
});

it("refuses bytes that are not what is said of them", () => {
  const { header, bytes } = packSamples(series(5, 3.1, 25));
  expect(() => unpackSamples(header, bytes.subarray(1))).toThrow(/too early/);
  expect(() => unpackSamples({ ...header, length: 4 }, bytes)).toThrow(/left over/);
  expect(() => unpackSamples({ ...header, columns: [99] }, bytes)).toThrow(/no column 99/);
});
