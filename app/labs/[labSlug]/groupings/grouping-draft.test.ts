import { describe, expect, it } from "vitest";
import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import { GROUPING_TEMPLATES, offeredTemplates } from "@/server/domain/groups/grouping-templates";
import { isChanged, moveGroup, moveItem, previewOf, recolourGroup, toDefinition, toDraft } from "./grouping-draft";

const FIELDS = [
  { metadataFieldId: 1, name: "cathode", type: "text" as const, unit: null, options: [] },
  { metadataFieldId: 2, name: "C-rate", type: "number" as const, unit: "1/h", options: [] },
];
const cellOf = (name: string, metadata: SheetCell["metadata"]): SheetCell => ({
  cellId: 1,
  name,
  status: "running",
  lastSampleAtMs: null,
  arrivedAtMs: null,
  nominalCapacityAh: null,
  activeMassG: null,
  electrodeAreaCm2: null,
  polarity: "full_cell",
  cycleStartsWith: "charge",
  formationCycles: null,
  referenceCycle: null,
  maxGapSeconds: null,
  metadata,
  tests: [],
  warnings: [],
});
const cells = [
  cellOf("c1", { cathode: "W", "C-rate": 1 }),
  cellOf("c2", { cathode: "X", "C-rate": 2 }),
  cellOf("c3", { cathode: "W", "C-rate": 2 }),
  cellOf("c4", { "C-rate": 1 }),
];
const draftOf = (definition: Parameters<typeof toDraft>[0]["definition"]) =>
  toDraft({ id: 1, name: "G", definition, styles: [], isDefault: false });

describe("a draft", () => {
  it("would be lost once it says something else than what was saved", () => {
    const clean = draftOf({ by: ["cathode"] });
    expect(isChanged(clean, clean)).toBe(false);
    expect(isChanged({ ...clean }, clean)).toBe(false);
    expect(isChanged({ ...clean, name: "Cathode" }, clean)).toBe(true);
    expect(isChanged({ ...clean, by: [...clean.by, "C-rate"] }, clean)).toBe(true);
  });

  it("offers the first lab's four cathodes only where a cell has one of them", () => {
    const names = (...cathodes: string[]) =>
      offeredTemplates(cathodes.map((cathode) => ({ metadata: { cathode } }))).map(({ name }) => name);
    expect(names("NMC811")).toEqual(["Cathode", "Cathode × C-rate"]);
    expect(names("NMC811", "X")).toContain("Cathodes W, X, Y, Z");
  });

  it.each(GROUPING_TEMPLATES.map((template) => [template.name, template] as const))(
    "of the template %s says what the template does",
    (_, { definition }) => {
      expect(toDefinition(draftOf(definition), FIELDS)).toEqual({ definition });
    },
  );

  it("reads numbers for fields of numbers, and lists at commas", () => {
    const draft = draftOf({ rules: [{ name: "fast", where: [{ field: "C-rate", op: "in", value: [1, 2] }] }] });
    const [rule] = draft.rules;
    expect(rule?.where[0]?.value).toBe("1, 2");
    expect(toDefinition(draft, FIELDS)).toMatchObject({ definition: { rules: [{ where: [{ value: [1, 2] }] }] } });
  });

  it("says what is missing", () => {
    const draft = draftOf({ by: ["cathode"] });
    expect(toDefinition({ ...draft, by: [] }, FIELDS)).toEqual({ problem: "Choose at least one field." });
    expect(toDefinition({ ...draft, by: ["cathode", "cathode"] }, FIELDS)).toMatchObject({
      problem: expect.stringContaining("twice"),
    });
    expect(toDefinition({ ...draft, by: ["colour"] }, FIELDS)).toEqual({ problem: "There is no field “colour”." });
    expect(toDefinition({ ...draft, kind: "rules", rules: [] }, FIELDS)).toEqual({ problem: "Add at least one rule." });
  });
});

describe("the preview", () => {
  it("says who falls where and who nowhere, in the styled order, others behind at free colours", () => {
    const { groups, unassigned } = previewOf({ by: ["cathode"] }, [{ key: '["X"]', colour: 0 }], cells);
    expect(groups).toEqual([
      { key: '["X"]', name: "X", colour: 0, cells: ["c2"] },
      { key: '["W"]', name: "W", colour: 1, cells: ["c1", "c3"] },
    ]);
    expect(unassigned).toEqual(["c4"]);
  });

  it("shows rules that nobody meets yet", () => {
    const definition = { rules: [{ name: "none", where: [{ field: "cathode", op: "=" as const, value: "Q" }] }] };
    expect(previewOf(definition, [], cells).groups).toMatchObject([{ name: "none", cells: [] }]);
  });

  it("moves and recolours groups without two sharing a colour", () => {
    const { groups } = previewOf({ by: ["cathode"] }, [], cells);
    expect(moveGroup(groups, 1, 0).map(({ key }) => key)).toEqual(['["X"]', '["W"]']);
    expect(recolourGroup(groups, '["W"]', 1)).toEqual([
      { key: '["W"]', colour: 1 },
      { key: '["X"]', colour: 0 },
    ]);
    expect(moveItem([1, 2, 3], 0, 9)).toEqual([2, 3, 1]);
  });
});
