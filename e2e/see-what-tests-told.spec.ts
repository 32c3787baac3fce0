import { CellPage } from "./support/cell-page";
import { fillLab } from "./support/fading-cells";
import { untilCycles } from "./support/lab";
import { pulsesOf } from "./support/pulses";
import { CyclerChannel, CYCLE_S } from "./support/samples";
import { expect, signIn, test } from "./support/test";

test("a cell's page tells pulses, a rate test and formation, each a step from its definition", async ({
  page,
  lab,
}) => {
  await lab.rest.putCell("P-01", { nominalCapacityAh: 2 });
  await lab.rest.ingest(pulsesOf("P-01"));
  // Discharges of an hour: their capacity is their rate, twice at C/2 and once at 1C.
  await lab.rest.putCell("R-01", { nominalCapacityAh: 2, formationCycles: 1 });
  const channel = new CyclerChannel("R-01", Date.now() - 6 * CYCLE_S * 1000);
  const cycles = [1.9, 2, 1, 1.02].map((discharge, index) => channel.cycle(index + 1, { charge: 2, discharge }));
  await lab.rest.ingest([...cycles.flat(), channel.opening(5)]);
  await untilCycles(lab, "R-01", 4);
  await signIn(page, lab);
  const cell = new CellPage(page);

  await cell.open(lab.slug, "R-01");
  const formation = page.getByRole("region", { name: "Formation", exact: true });
  await expect(formation).toContainText("cycle 1");
  await expect(formation).toContainText("0.1000 Ah"); // 2 − 1.9 Ah
  const rates = page.getByRole("region", { name: "Rate test", exact: true });
  await expect(rates.locator("tbody tr")).toHaveText([/C\/2.*2.*1\.010.*100/, /1C.*1.*2\.000.*198/]);
  await expect(rates.locator("circle[data-point]")).toHaveCount(2);
  await expect(page.getByRole("region", { name: "Pulses", exact: true })).toBeHidden();

  await cell.open(lab.slug, "P-01");
  const pulses = page.getByRole("region", { name: "Pulses", exact: true });
  await expect(pulses).toContainText("3 between rests");
  await expect(pulses.locator("circle[data-point]")).toHaveCount(3);
  await expect(pulses.locator("tbody tr").first()).toContainText(/−1\.000.*100\.0.*3\.900.*50\.0.*60\.0/);
  await pulses.getByRole("combobox", { name: "Resistance that is drawn" }).selectOption("1");
  expect(cell.queryOf()).toEqual({ pulse: "1" });
  await expect(pulses.getByRole("link", { name: "R, 1 s / mΩ" })).toHaveAttribute(
    "href",
    "/docs/numbers#resistanceOhm",
  );
  await expect(page.getByRole("region", { name: "Rate test", exact: true })).toBeHidden();
});

test("captions of a cell's metrics say by how much a number may be off, and what that is not", async ({
  page,
  lab,
}) => {
  await fillLab(lab, ["A-01"]);
  await signIn(page, lab);
  const cell = new CellPage(page);
  await cell.open(lab.slug, "A-01", { cycle: 3, metrics: "dischargeCapacityAh" });
  const panel = cell.panel("dischargeCapacityAh");
  await expect(panel).toContainText(/1\.990 ± [\d.]+ Ah, grade [A-D]/);
  await panel.getByRole("button", { name: "How discharge capacity is defined" }).click();
  await expect(page.getByRole("dialog")).toContainText("the cycler's calibration is not in it");
});
