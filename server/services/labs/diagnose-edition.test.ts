import { expect, it } from "vitest";
import type { EditionHealth } from "../../data/edition/edition-health";
import { findingsOfEdition } from "./diagnose-edition";

const WELL: EditionHealth = {
  edition: "community",
  extension: "2.29.2",
  library: "2.29.2",
  failingJobs: [],
  deadJobs: [],
  dirtyDays: 0,
  oldestDirtyS: 0,
};
const said = (health: Partial<EditionHealth>) =>
  findingsOfEdition({ ...WELL, ...health }).map(({ level, what }) => `${level}: ${what}`);

it("says nothing of a database that is well, nor of days that wait for their turn", () => {
  expect(said({})).toEqual([]);
  expect(said({ dirtyDays: 40, oldestDirtyS: 3600 })).toEqual([]);
});

it.each<[Partial<EditionHealth>, string]>([
  [{ extension: "2.19.3" }, "warning: TimescaleDB's extension is 2.19.3, its library 2.29.2."],
  [{ deadJobs: ["refresh_days"] }, "error: Jobs of the database do not run: refresh_days"],
  [{ failingJobs: ["refresh_days: out of disk"] }, "warning: Jobs of the database fail: refresh_days: out of disk"],
  [
    { dirtyDays: 3, oldestDirtyS: 7200 },
    "warning: 3 days of tests changed up to 120 minutes ago and were not summed up again.",
  ],
])("tells of %j", (health, finding) => {
  expect(said(health)).toEqual([finding]);
});
