import { expect, it } from "vitest";
import { fieldChoices } from "./field-choices";

const fields = ["cathode", "C-rate", "note"].map((name) => ({ name, unit: name === "C-rate" ? "1/h" : null }));

it("counts the groups and the cells of each field, and leaves out those without values", () => {
  const cells = [
    { metadata: { cathode: "NMC", "C-rate": 1 } },
    { metadata: { cathode: "NMC", "C-rate": 2, note: "" } },
    { metadata: { cathode: "LFP", note: null } },
  ];
  expect(fieldChoices(fields, cells)).toEqual([
    { name: "cathode", unit: null, groups: 2, cells: 3 },
    { name: "C-rate", unit: "1/h", groups: 2, cells: 2 },
  ]);
  expect(fieldChoices(fields, [])).toEqual([]);
});
