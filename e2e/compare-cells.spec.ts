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
  // Of a group also of how many cells it is, and how far they lie apart.
  const table = page.getByRole("region", { name: "Differences" });
  await expect(table.locator("thead th")).toHaveText([
    "Reference",
    "Name",
    "n",
    /^Discharge capacity/,
    /^At most ±/,
    /^± std/,
    "Since its start / %",
    /^Δ/,
    "Δ / %",
  ]);
  await expect(table.locator('tr[data-line-of="NMC811 (Cathode)"] td').nth(1)).toHaveText("2");
  const rows = rowsOf((await savedBy(page, table, "CSV of this table")).bytes);
  expect(rows).toEqual([
    expect.objectContaining({ Name: "NMC811 (Cathode)", n: "2", "Cycle number": "11" }),
    expect.objectContaining({ Name: expect.stringMatching(/^A-0[12]$/), n: "1", Reference: "NMC811 (Cathode)" }),
  ]);
  expect(Number(rows[0]?.["Discharge capacity / Ah"])).toBeCloseTo(1.95, 9);
  expect(Number(rows[0]?.["± std / Ah"])).toBeCloseTo(0, 9);
  await page.keyboard.press("v");
  await expect
    .poll(() => page.evaluate(() => document.fullscreenElement?.querySelectorAll("figure, table").length ?? 0))
    .toBe(2);
  await page.keyboard.press("v");
  await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBeNull();
  await page.keyboard.press("Control+k");
  await page.getByLabel("Find a page, a cell or an action").fill("overlay");
  await expect(page.getByRole("button", { name: "Compare", exact: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/compare$/);
  await expect(page.getByRole("heading", { name: "Nothing to compare yet" })).toBeVisible();
});

test("a comparison that begins at a deep dive is of the same cycles, over the same axis, and of the same groups", async ({
  page,
  lab,
}) => {
  await groupByCathode(lab);
  await fillLab(lab, ["A-01", "A-02"], { metadata: { cathode: "NMC811" } });
  await fillLab(lab, ["B-01"], { metadata: { cathode: "LFP" } });
  for (const cell of ["A-01", "A-02", "B-01"]) {
    await lab.rest.post(`/api/v1/cells/${cell}/tags`, { cycles: { from: 4, to: 6 }, tag: "warm", reason: "chamber" });
  }
  await signIn(page, lab);
  // By fields, and not by a stored grouping.
  await page.goto(
    `/labs/${lab.slug}/groups?by=cathode&metric=capacityRetention&cycles=warm&x=days&group=%5B%22NMC811%22%5D`,
  );
  const dive = page.getByRole("region", { name: "Cells of a group at a cycle" });
  await dive.getByRole("link", { name: "Compare" }).click();
  await expect(page).toHaveURL(/pin=fields%3Acathode%3A.*metric=capacityRetention&x=days&cycles=warm/);
  await expect(page.getByRole("list", { name: "Compared" })).toContainText("NMC811 (cathode)");
  await expect(page.getByText("Cycles: warm")).toBeVisible();
  // The group's line and the cell's are answers of their own.
  await expect(page.locator("main figure [data-line]")).toHaveCount(2);
  const shown = async () => {
    await page.getByRole("button", { name: /^Export Capacity retention/ }).click();
    const rows = rowsOf((await savedBy(page, page.getByRole("dialog"), "CSV of what is shown")).bytes);
    await page.keyboard.press("Escape");
    return Map.groupBy(rows, (row) => row.Line ?? "");
  };
  const lines = await shown();
  const cell = [...lines.keys()].find((name) => name.startsWith("A-"));
  // Retention of cycles 4 to 6, of the same reference as ever: 2 Ah.
  const retention = (name: string) => lines.get(name)?.map((row) => Number(row["Capacity retention / %"])) ?? [];
  expect(retention(cell ?? "")).toEqual([4, 5, 6].map((cycle) => expect.closeTo(100 - 0.25 * (cycle - 1), 6)));
  const ofGroup = retention("NMC811 (cathode)");
  expect(Math.max(...ofGroup)).toBeCloseTo(99.25, 6);
  expect(Math.min(...ofGroup)).toBeCloseTo(98.75, 6);
  await page.getByRole("button", { name: "All cycles" }).click();
  await expect.poll(async () => (await shown()).get(cell ?? "")?.length).toBe(11);
});

test("a comparison on paper tells its lines apart without colour", async ({ page, lab }) => {
  await fillLab(lab, ["A-01", "A-02", "A-03"]);
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/compare?pin=cell:A-01&pin=cell:A-02&pin=cell:A-03`);
  const dashes = () =>
    page
      .locator("[data-line]")
      .evaluateAll((lines) =>
        lines.map((line) => getComputedStyle(line.querySelector("path") ?? line).strokeDasharray),
      );
  await expect.poll(async () => (await dashes()).length).toBe(3);
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  await expect.poll(async () => new Set(await dashes()).size).toBe(3);
});
