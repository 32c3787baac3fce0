import { expect, it } from "vitest";
import { GROUPING_TEMPLATES, offeredTemplates } from "./grouping-templates";

const namesFor = (...cathodes: string[]) =>
  offeredTemplates(cathodes.map((cathode) => ({ metadata: { cathode } }))).map(({ name }) => name);

it("offers four named cathodes only to a lab that has one of them", () => {
  expect(namesFor("NMC811")).toEqual(["Cathode", "Cathode × C-rate"]);
  expect(namesFor("NMC811", "Y")).toEqual(GROUPING_TEMPLATES.map(({ name }) => name));
});
