import { expect, it } from "vitest";
import { importText } from "../../testing/files/imported-file";

const STARTED_AT_US = Date.UTC(2024, 0, 1) * 1000;

it("turns an unsigned current by what flows in its steps, not by one row of noise", async () => {
  const line = (time: number, type: string, current: number) => `${time};${type};3.5;${current}`;
  const rest = Array.from({ length: 20_000 }, (_, index) => line(index, "Rest", 0));
  const table = (currents: readonly number[]) => [
    "Time (s);Step Type;Voltage (V);Current (A)",
    line(0, "Discharge", 1e-4), // of noise, in the first part
    ...rest,
    ...currents.map((current, index) => line(20_001 + index, "Discharge", current)),
  ];
  for (const [currents, expected] of [
    [
      [-2, -2, 0.5],
      [-2, -2, 0.5],
    ],
    [
      [2, 2, 2],
      [-2, -2, -2],
    ],
  ] as const) {
    const { parts } = await importText(`${table(currents).join("\n")}\n`, { startedAtUs: STARTED_AT_US });
    expect([...(parts.at(-1)?.samples.currentA ?? [])].slice(-3)).toEqual(expected);
  }
});
