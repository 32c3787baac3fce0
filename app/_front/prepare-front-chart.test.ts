import { expect, it } from "vitest";
import { prepareFrontChart } from "./prepare-front-chart";

it("draws four groups and a cell that strays below its own, all within the plot", () => {
  const { groups, stray, xTicks, yTicks, plot } = prepareFrontChart();
  expect(groups.map(({ name }) => name)).toEqual(["Cathode W", "Cathode X", "Cathode Y", "Cathode Z"]);
  const lastY = (path: string) => Number(path.split(",").at(-1));
  const own = groups.find(({ name }) => name === stray.group);
  expect(lastY(stray.line)).toBeGreaterThan(lastY(own?.line ?? "") + 20); // y grows downwards
  const numbers = [...groups.flatMap(({ line, band }) => [line, band]), stray.line].flatMap(
    (path) => path.match(/[\d.]+,[\d.]+/g)?.map((pair) => pair.split(",").map(Number)) ?? [],
  );
  for (const [x = Number.NaN, y = Number.NaN] of numbers) {
    expect(x).toBeGreaterThanOrEqual(plot.x);
    expect(x).toBeLessThanOrEqual(plot.x + plot.width);
    expect(y).toBeGreaterThanOrEqual(plot.y);
    expect(y).toBeLessThanOrEqual(plot.y + plot.height);
  }
  expect(xTicks.map(({ text }) => text)).toEqual(["20", "40", "60", "80", "100", "120", "140"]);
  expect(new Set(yTicks.map(({ text }) => text)).size).toBe(yTicks.length);
});
