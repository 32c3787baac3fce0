import { CellPage } from "./support/cell-page";
import { fillLab } from "./support/fading-cells";
import { GroupsPage } from "./support/groups-page";
import { groupByCathode, type Lab } from "./support/lab";
import { expect, signIn, test } from "./support/test";

/** Far less than pages wait between two reads of what samples change, which is 10 to 15 s where these look. */
const AT_ONCE = { timeout: 5_000 };
const CELLS = ["A-01", "A-02", "A-03", "A-04", "A-05", "A-06"];

const fill = async (lab: Lab, cells: readonly string[]) => {
  await groupByCathode(lab);
  await fillLab(lab, cells, { metadata: { cathode: "NMC811" } });
};

test("a changed polarity makes a stray on the overview, and unmakes it, at once", async ({ page, lab }) => {
  await fill(lab, CELLS);
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}`);
  const card = page.getByRole("region", { name: "Strays", exact: true });
  await expect(card).toContainText("No cell lies apart from its group");
  // Twice: the second change falls into the pause after the read of the first.
  for (let round = 0; round < 2; round++) {
    await lab.rest.putCell("A-03", { polarity: "half_cell_anode" });
    await expect(card.locator('[data-stray="A-03"]')).toContainText("coulombic efficiency", AT_ONCE);
    await lab.rest.putCell("A-03", { polarity: "full_cell" });
    await expect(card).toContainText("No cell lies apart from its group", AT_ONCE);
  }
});

test("a changed nominal capacity and mass show in groups and their deep dive at once", async ({ page, lab }) => {
  await fill(lab, CELLS.slice(0, 2));
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug, { metric: "dischargeRateC", cycle: 11, ageing: 1 });
  // The 11th discharge takes an hour at 1.95 A: 0.975 C of 2 Ah.
  await expect(groups.row("A-01")).toContainText("0.975", AT_ONCE);
  const ageing = page.getByRole("region", { name: "Ageing of the group" });
  // 21.725 Ah discharged and 22.835 charged: 44.56 ÷ 2 ÷ 2 Ah, of both cells.
  await expect(ageing).toContainText("in any of its 2 cells, after 11.1 equivalent full cycles.");
  for (const [nominalCapacityAh, rate, fullCycles] of [
    [1, "1.95", "11.1 to 22.3"],
    [4, /0\.48[78]/, "5.6 to 11.1"],
  ] as const) {
    await lab.rest.putCell("A-01", { nominalCapacityAh });
    await expect(groups.row("A-01")).toContainText(rate, AT_ONCE);
    await expect(ageing).toContainText(`after ${fullCycles} equivalent full cycles`, AT_ONCE);
  }

  await lab.rest.putCell("A-02", { activeMassG: 10 });
  await groups.open(lab.slug, { metric: "specificDischargeCapacityMahG", cycle: 11 });
  await expect(groups.row("A-02")).toContainText("195"); // 1.95 Ah ÷ 10 g
  for (const [activeMassG, specific] of [
    [5, "390"],
    [20, "97.5"],
  ] as const) {
    await lab.rest.putCell("A-02", { activeMassG });
    await expect(groups.row("A-02")).toContainText(specific, AT_ONCE);
    await expect(groups.legendRow("NMC811")).toContainText(specific, AT_ONCE);
  }
});

test("a changed nominal capacity shows on the cell's page and in the sheet at once", async ({ page, context, lab }) => {
  await fill(lab, CELLS.slice(0, 1));
  await signIn(page, lab);
  const cell = new CellPage(page);
  await cell.open(lab.slug, "A-01");
  const fullCycles = page.getByRole("region", { name: "Ageing" }).locator("dd").last();
  await expect(fullCycles).toHaveText("11.1");
  const sheet = await context.newPage();
  await sheet.goto(`/labs/${lab.slug}/cells`);
  const row = sheet.getByRole("grid", { name: "Cells" }).locator('[role="row"]').filter({ hasText: "A-01" });
  await expect(row).toContainText("2");
  for (const [nominalCapacityAh, expected] of [
    [1, "22.3"],
    [4, "5.6"],
  ] as const) {
    await lab.rest.putCell("A-01", { nominalCapacityAh });
    await expect(fullCycles).toHaveText(expected, AT_ONCE);
    await expect(row.getByText(String(nominalCapacityAh), { exact: true })).toBeVisible(AT_ONCE);
  }
});

test("a changed nominal capacity shows in a comparison, and a changed mass on the wall, at once", async ({
  page,
  context,
  lab,
}) => {
  await fill(lab, CELLS.slice(0, 2));
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/compare?pin=cell:A-01&pin=cell:A-02&metric=dischargeRateC&at=11`);
  const rows = page.getByRole("region", { name: "Differences" }).locator("tr[data-line-of]");
  const rateOf = (place: number) => rows.nth(place).locator("td[data-number]").first();
  // 0.975 C of 2 Ah, as in the groups.
  await expect(rateOf(0)).toHaveText(/^0\.9[78]/);
  for (const [nominalCapacityAh, rate] of [
    [1, /^(1\.9|2\.0)/],
    [4, /^0\.4[89]/],
  ] as const) {
    await lab.rest.putCell("A-01", { nominalCapacityAh });
    await expect(rateOf(0)).toHaveText(rate, AT_ONCE);
    await expect(rateOf(1)).toHaveText(/^0\.9[78]/);
  }

  for (const cell of CELLS.slice(0, 2)) await lab.rest.putCell(cell, { activeMassG: 10 });
  const { groupings } = await lab.rest.get<{ groupings: { id: number }[] }>("/api/v1/groupings");
  const wall = await context.newPage();
  await wall.goto(`/labs/${lab.slug}/kiosk?every=600&view=${groupings[0]?.id}:specificDischargeCapacityMahG`);
  const legend = wall.getByRole("table").filter({ hasText: "NMC811" });
  await expect(legend).toContainText("195"); // 1.95 Ah ÷ 10 g
  for (const [activeMassG, specific] of [
    [5, "390"],
    [20, "97.5"],
  ] as const) {
    for (const cell of CELLS.slice(0, 2)) await lab.rest.putCell(cell, { activeMassG });
    await expect(legend).toContainText(specific, AT_ONCE);
  }
});
