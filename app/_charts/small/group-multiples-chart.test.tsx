import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { createValueStore } from "@/app/_components/browser/value-store";
import { METRICS } from "@/server/domain/cycles/metrics";
import { GROUP_AXES } from "../groups/prepare-group-axes";
import { seriesOf } from "../groups/series-of";
import { groupStyle } from "../groups/style/group-style";
import { GroupMultiplesChart } from "./group-multiples-chart";
import { multiplesPicture } from "./prepare-multiples";

const groups = ["NMC", "LFP"].map((name, place) => ({
  series: seriesOf({ key: name, name, cells: 2, cycle: [1, 2, 3], mean: [2, 1.9, 1.8], n: [2, 2, 2] }),
  style: groupStyle(place),
}));
const shown = { groups, metric: METRICS.dischargeCapacityAh, axis: GROUP_AXES.cycle, about: ["Cycles: Check-ups"] };

it("has the numbers of all small charts, as those of one chart of groups", () => {
  const { title, legend, table } = multiplesPicture(shown);
  expect([title, legend?.map(({ name }) => name)]).toEqual(["Discharge capacity, group by group", ["NMC", "LFP"]]);
  expect(table()).toMatchObject({
    about: ["Cycles: Check-ups"],
    columns: expect.arrayContaining(["Discharge capacity / Ah"]),
  });
  expect(table().rows.map(([line, x, value]) => [line, x, value])).toEqual(
    ["NMC", "LFP"].flatMap((name) => [
      [name, 1, 2],
      [name, 2, 1.9],
      [name, 3, 1.8],
    ]),
  );
});

it("gives small charts the button that hands their picture and their numbers out", () => {
  const markup = renderToStaticMarkup(
    <MantineProvider>
      <GroupMultiplesChart
        {...shown}
        chosenKey={null}
        onChoose={() => {}}
        highlight={createValueStore<string | null>(null)}
      />
    </MantineProvider>,
  );
  expect(markup).toContain('aria-label="Export Discharge capacity, group by group"');
  expect(markup).toContain('title="Picture, table, link"');
});
