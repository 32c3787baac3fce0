import { expect, it } from "vitest";
import { chosenGroupBy, groupByOptions, groupByValue, secondFieldOptions } from "./prepare-group-by";

const groupings = [
  { id: 3, name: "Cathode" },
  { id: 0, name: "All cells" },
];
const fields = [
  { name: "cathode", unit: null, groups: 4, cells: 120 },
  { name: "serial", unit: null, groups: 1200, cells: 1200 },
];

it("offers groupings and fields, and no field of too many groups", () => {
  expect(groupByOptions(groupings, fields)).toEqual([
    {
      group: "Groupings",
      items: [
        { value: "grouping:3", label: "Cathode" },
        { value: "grouping:0", label: "All cells" },
      ],
    },
    {
      group: "Fields of the cells",
      items: [
        { value: "field:cathode", label: "cathode (4)", disabled: false },
        { value: "field:serial", label: "serial (1200)", disabled: true },
      ],
    },
  ]);
  expect(groupByOptions(groupings, [])).toHaveLength(2);
  expect(secondFieldOptions(fields, "serial").map(({ value }) => value)).toEqual(["", "cathode"]);
});

it("reads what was chosen back, fields that look like groupings among it", () => {
  expect(groupByValue(3, [])).toBe("grouping:3");
  expect(chosenGroupBy("grouping:3", "cathode")).toEqual({ groupingId: 3, by: [] });
  const value = groupByValue(null, ["grouping:3"]);
  expect(chosenGroupBy(value, undefined)).toEqual({ groupingId: null, by: ["grouping:3"] });
  expect(chosenGroupBy("field:cathode", "C-rate").by).toEqual(["cathode", "C-rate"]);
  expect(chosenGroupBy("field:cathode", "cathode").by).toEqual(["cathode"]);
});
