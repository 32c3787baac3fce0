import { fillLab } from "./support/fading-cells";
import { GroupsPage } from "./support/groups-page";
import { groupByCathode, groupKeys, untilCycles } from "./support/lab";
import { rowsOf, savedBy } from "./support/read-picture";
import { CYCLE_S, CyclerChannel } from "./support/samples";
import { expect, signIn, test } from "./support/test";

const CYCLES = 5;

test("two cells of different tests lie over each other from t = 0 on, and by throughput", async ({ page, lab }) => {
  const grouping = await groupByCathode(lab);
  await fillLab(lab, ["A-01"], { metadata: { cathode: "NMC811" } });
  // Years before, under another cycler's counter, and 20 mAh a cycle faster.
  await lab.rest.putCell("B-01", { nominalCapacityAh: 2, metadata: { cathode: "LFP" } });
  const channel = new CyclerChannel("B-01", Date.parse("2023-05-01T00:00:00Z"));
  const cycles = Array.from({ length: CYCLES }, (_, index) =>
    channel.cycle(index + 1, { charge: 2, discharge: 2 - 0.02 * index }),
  );
  const samples = [...cycles.flat(), channel.opening(CYCLES + 1)].map((sample) => ({ ...sample, test: "restart" }));
  await lab.rest.ingest(samples);
  await untilCycles(lab, "B-01", CYCLES);
  await signIn(page, lab);

  // From a cell's page, and by the name of another.
  await page.goto(`/labs/${lab.slug}/cells/A-01`);
  await page.getByRole("link", { name: "Compare", exact: true }).last().click();
  await expect(page).toHaveURL(/\/compare\?pin=cell%3AA-01$/);
  await page.getByLabel("Cell to add").fill("B-01");
  await page.getByRole("button", { name: "Add cell" }).click();
  const line = (name: string) => page.locator(`[data-line="${name}"]`);
  await expect(line("A-01")).toBeAttached();
  await expect(line("B-01")).toBeAttached();

  await page.getByLabel("Axis").selectOption("testTime");
  const shown = async () => {
    await page.getByRole("button", { name: /^Export Discharge capacity/ }).click();
    const dialog = page.getByRole("dialog");
    const rows = rowsOf((await savedBy(page, dialog, "CSV of what is shown")).bytes);
    await page.keyboard.press("Escape");
    return (name: string, column: string) => rows.filter((row) => row.Line === name).map((row) => Number(row[column]));
  };
  const byTime = await shown();
  for (const [name, count] of [
    ["A-01", 11],
    ["B-01", CYCLES],
  ] as const) {
    // A cycle ends 540 s before the next one begins.
    const ends = Array.from({ length: count }, (_, index) => (index + 1) * CYCLE_S - 540);
    expect(byTime(name, "Time under test / s")).toEqual(ends);
  }
  const table = page.getByRole("region", { name: "Differences" });
  // At the end of the last cycle that both have: 1.98 and 1.92 Ah.
  await expect(table.getByRole("heading")).toHaveText(`At under test ${((5 * CYCLE_S - 540) / 3600).toFixed(1)} h`);
  await expect(table.locator('tr[data-line-of="B-01"]')).toContainText("−0.060");
  await expect(table.locator('tr[data-line-of="B-01"]')).toContainText("−3.03"); // −0.06 ÷ 1.98

  await page.getByLabel("Axis").selectOption("throughputAh");
  await expect(page).toHaveURL(/x=throughputAh/);
  const byThroughput = await shown();
  // Charge and discharge of the first cycles: 2.01 + 2, 2.005 + 1.995; 2 + 2, 2 + 1.98.
  expect(byThroughput("A-01", "Charge throughput / Ah")[1]).toBeCloseTo(8.01, 9);
  expect(byThroughput("B-01", "Charge throughput / Ah")[1]).toBeCloseTo(7.98, 9);

  await page.getByRole("switch", { name: "Normalised" }).click();
  await expect(table.locator('tr[data-line-of="A-01"]')).toContainText("−");
  await expect(table).toContainText("of its reference / %");
  await page.getByText("Side by side").click();
  await expect(page.locator("main figure")).toHaveCount(2);

  // The address is the whole of it.
  await page.reload();
  await expect(page.locator("main figure")).toHaveCount(2);
  await page.getByLabel("Grouping").selectOption({ label: "Cathode" });
  await page.getByLabel("Group to add").selectOption((await groupKeys(lab, grouping)).NMC811 ?? "");
  await expect(page.locator("main figure")).toHaveCount(3);
  await page.getByRole("button", { name: "Remove B-01" }).click();
  await expect(page.locator("main figure")).toHaveCount(2);
});

test("the deep dive and the palette lead to the comparison", async ({ page, lab }) => {
  await groupByCathode(lab);
  await fillLab(lab, ["A-01", "A-02"], { metadata: { cathode: "NMC811" } });
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug);
  await groups.deepDive.getByRole("link", { name: "Compare" }).click();
  const compared = page.getByRole("list", { name: "Compared" });
  await expect(compared.getByRole("listitem")).toHaveCount(2);
  await expect(compared).toContainText("NMC811 (Cathode)");
  await page.keyboard.press("Control+k");
  await page.getByLabel("Find a page, a cell or an action").fill("overlay");
  await expect(page.getByRole("button", { name: "Compare", exact: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/compare$/);
  await expect(page.getByRole("heading", { name: "Nothing to compare yet" })).toBeVisible();
});
