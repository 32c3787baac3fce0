import { expect, it } from "vitest";
import type { CellAgeing } from "@/server/domain/ageing/cell-ageing";
import { ageingFacts, milestones } from "./prepare-ageing";

const ageing = (given: Partial<CellAgeing> = {}): CellAgeing => ({
  referenceCycle: 1,
  equivalentFullCycles: 100,
  endOfLife: null,
  knee: null,
  onset: null,
  cyclesTo: { "0.95": null, "0.90": null, "0.80": null, "0.70": null },
  why: {},
  ...given,
});

it("tells a knee with its interval, and why there is no onset", () => {
  const facts = ageingFacts(
    ageing({
      endOfLife: { cycle: 612, reached: true },
      knee: { cycle: 401.4, from: 389.6, to: 415.2 },
      why: { onset: "None: two knots need more points." },
    }),
  );
  expect(facts.map(({ name, value, detail, cycle }) => [name, value, detail, cycle])).toEqual([
    ["End of life", "cycle 612", "reached", 612],
    ["Knee", "cycle 401", "90 % interval 390–415", 401],
    ["Onset", "none", "Two knots need more points.", null],
  ]);
});

it("tells why a life has no end yet", () => {
  const why = { endOfLife: "Not reached: no three statistics cycles running lie under 80 % of the reference." };
  expect(ageingFacts(ageing({ why }))[0]).toMatchObject({ value: "none", detail: why.endOfLife, cycle: null });
});

it("names the retentions that were reached, the highest first", () => {
  const cyclesTo = { "0.80": 300, "0.95": 90, "0.90": 180, "0.70": null };
  expect(milestones({ cyclesTo })).toEqual([
    { name: "95 %", cycle: 90 },
    { name: "90 %", cycle: 180 },
    { name: "80 %", cycle: 300 },
  ]);
});
