import { expect, it } from "vitest";
import { importText } from "../../testing/files/imported-file";

it("reads the messages of the first ChargeTracker, a cell each", async () => {
  const line = (id: string, step: string, second: number) =>
    `${id}, W, 1, ${step}, 2018-09-20 10:00:0${second}, 3.5, 200.0, -2.0, 900.0`;
  const lines = [
    line("aa-1", "C", 0),
    line("bb-2", "C", 0),
    line("aa-1", "C", 1),
    line("aa-1", "D", 2),
    line("bb-2", "D", 1),
  ];
  const { summary, parts } = await importText(`${lines.join("\n")}\n`);
  expect(summary).toMatchObject({ format: "chargetracker-2018", samples: 5 });
  expect(summary.tests.map(({ cell, samples }) => [cell, samples])).toEqual([
    ["aa-1", 3],
    ["bb-2", 2],
  ]);
  const first = parts.find(({ cell }) => cell === "aa-1")?.samples;
  expect([...(first?.currentA ?? [])]).toEqual([0.2, 0.2, -0.2]);
  expect([...(first?.cycle ?? [])]).toEqual([1, 1, 1]);
});
