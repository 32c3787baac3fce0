import type { Page } from "@playwright/test";
import { GroupsPage } from "./support/groups-page";
import type { Lab } from "./support/lab";
import { CATHODES, CELLS, fillLab } from "./support/many-cells";
import { expect, signIn, test } from "./support/test";

async function openAllCells(page: Page, lab: Lab): Promise<GroupsPage> {
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug);
  return groups;
}

const legendNames = (page: Page) =>
  page.locator("tr[data-group]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-group")));

const lineOf = (groups: GroupsPage, name: string) => groups.chart.locator(`[data-line="${name}"] path`).first();

test("120 cells are grouped by two fields without leaving the chart, and saved when that is wanted", async ({
  page,
  lab,
}) => {
  await fillLab(lab);
  const groups = await openAllCells(page, lab);
  await expect(groups.legendRow("All cells")).toContainText(`/${CELLS}`);

  await page.getByLabel("Group by").selectOption("cathode (3)");
  await expect.poll(() => legendNames(page)).toEqual([...CATHODES]);
  await page.getByLabel("and by").selectOption("rate (4)");
  await expect(page.locator("tr[data-group]")).toHaveCount(12);
  expect(new URL(page.url()).pathname).toBe(`/labs/${lab.slug}/groups`);
  expect(new URL(page.url()).searchParams.getAll("by")).toEqual(["cathode", "rate"]);

  // The first field is told by colour, the second by dash.
  const [half, one, other] = [lineOf(groups, "LFP · C/2"), lineOf(groups, "LFP · 1C"), lineOf(groups, "LCO · 1C")];
  const styleOf = (line: typeof half) =>
    line.evaluate((path) => [path.getAttribute("stroke"), path.getAttribute("stroke-dasharray")]);
  const [[ofHalf, dashOfHalf], [ofOne, dashOfOne], [ofOther, dashOfOther]] = [
    await styleOf(half),
    await styleOf(one),
    await styleOf(other),
  ];
  expect(ofHalf).toBe(ofOne);
  expect(dashOfHalf).not.toBe(dashOfOne);
  expect(ofOther).not.toBe(ofOne);
  expect(dashOfOther).toBe(dashOfOne);

  const listed = () => lab.rest.get<{ groupings: { name: string; by?: string[] }[] }>("/api/v1/groupings");
  expect((await listed()).groupings).toEqual([]);
  await page.goBack();
  await expect.poll(() => legendNames(page)).toEqual([...CATHODES]);
  await page.goForward();
  await page.getByRole("button", { name: "Save grouping" }).click();
  await expect.poll(() => groups.queryOf().grouping).toBeTruthy();
  await expect(page.locator("tr[data-group]")).toHaveCount(12);
  expect((await listed()).groupings).toMatchObject([{ name: "cathode × rate", by: ["cathode", "rate"] }]);
});

test("the axis, a filter, panels and differences stand in the address, and Back undoes each", async ({ page, lab }) => {
  await fillLab(lab);
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug, { by: "cathode", group: JSON.stringify(["LFP"]) });

  await page.getByLabel("X axis").selectOption("Throughput");
  await expect(groups.chart.locator('[data-x="other"]').first()).toBeAttached();
  await expect(groups.chart.getByText("Charge throughput / Ah")).toBeVisible();
  // A cell's curve is over its cycles: there is no band to hold it against.
  const cells = page.getByRole("region", { name: "Cells by deviation" });
  await expect(cells.getByRole("columnheader", { name: "Verdict" })).toBeVisible();
  await expect(cells.getByRole("columnheader", { name: "Curve" })).toHaveCount(0);
  await page.goBack();
  await expect(cells.getByRole("columnheader", { name: "Curve" })).toBeVisible();
  await expect(groups.chart.locator('[data-x="cycle"]').first()).toBeAttached();

  const draw = await groups.openMenu("Draw");
  await draw.getByLabel("Panel below").selectOption("Coulombic efficiency");
  const panel = page.locator('[data-panel="coulombicEfficiency"]');
  await expect(panel.locator("[data-line]")).toHaveCount(3);
  await page.keyboard.press("Escape");
  // One crosshair for both, and the legend reads what it points at.
  await groups.hover(await groups.pointOf("LFP", 1));
  await expect(panel.locator("[data-crosshair]")).toBeAttached();
  await expect(page.locator('th [data-place="2"]')).toBeVisible(); // the legend's head
  await expect(groups.legendRow("LFP").locator('[data-label="last"]')).toHaveText("2.980");
  await page.mouse.move(0, 0);
  await expect(panel.locator("[data-crosshair]")).toHaveCount(0);

  await page.getByRole("button", { name: "Differences from LFP" }).click();
  // LCO lies 1 Ah below.
  await expect(groups.legendRow("LCO").locator('[data-label="last"]')).toHaveText("−1.000");
  await expect(groups.legendRow("LFP").locator('[data-label="last"]')).toHaveText("0.000");
  await page.goBack();
  await expect(groups.legendRow("LFP").locator('[data-label="last"]')).toHaveText("2.970");
  await page.goBack();
  await expect(panel).toHaveCount(0);

  const filter = await groups.openMenu("Filter");
  await filter.getByLabel("Cycles").selectOption("Formation");
  await expect(page.getByRole("heading", { name: "No formation cycle" })).toBeVisible();
  expect(groups.queryOf()).toMatchObject({ cycles: "formation" });
  await page.goBack();
  await expect(groups.chart.locator("[data-line]")).toHaveCount(3);
});

test("the chart is a stop of the tab key: arrows move, plus zooms, and a double click goes one step back", async ({
  page,
  lab,
}) => {
  await fillLab(lab);
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug, { by: "cathode" });
  const cursor = page.getByRole("slider");
  await cursor.focus();
  await expect(cursor).toHaveAttribute("aria-valuetext", /^LCO, Cycle 3, Mean 1\.970 Ah/);
  await cursor.press("ArrowDown");
  await expect(cursor).toHaveAttribute("aria-valuetext", /^LFP, Cycle 3, Mean 2\.970 Ah/);
  await cursor.press("ArrowLeft");
  await expect(cursor).toHaveAttribute("aria-valuetext", /^LFP, Cycle 2/);

  const point = await groups.pointOf("LFP", 1);
  await groups.hover(point);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -100);
  await page.keyboard.up("Control");
  await expect.poll(() => groups.queryOf().to ?? groups.queryOf().from).toBeTruthy();
  await page.mouse.dblclick(point.x, point.y);
  await expect.poll(() => [groups.queryOf().from, groups.queryOf().to]).toEqual([undefined, undefined]);

  // With Shift the values, in the unit that is stored.
  await groups.hover(point);
  await page.keyboard.down("Control");
  await page.keyboard.down("Shift");
  await page.mouse.wheel(0, -100);
  await page.keyboard.up("Shift");
  await page.keyboard.up("Control");
  await expect.poll(() => Number(groups.queryOf().high)).toBeGreaterThan(2.97);
  const { from, to, low } = groups.queryOf();
  expect([from, to]).toEqual([undefined, undefined]);
  expect(Number(low)).toBeGreaterThan(0);
  expect(Number(low)).toBeLessThan(2.97);
  await page.mouse.dblclick(point.x, point.y);
  await expect.poll(() => [groups.queryOf().low, groups.queryOf().high]).toEqual([undefined, undefined]);

  await page.getByRole("button", { name: "Only LFP" }).click();
  await expect(groups.chart.locator("[data-line]")).toHaveCount(1);
  await page.getByRole("button", { name: "Only LFP" }).click();
  await expect(groups.chart.locator("[data-line]")).toHaveCount(3);
});
