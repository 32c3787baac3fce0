import type { Page } from "@playwright/test";
import { GroupsPage } from "./support/groups-page";
import { groupByCathode, type Lab, untilCycles } from "./support/lab";
import { CyclerChannel, CYCLE_S } from "./support/samples";
import { expect, signIn, test } from "./support/test";

const LONG_NAME = "NMC811, single crystal, 3 mg/cm², batch of March";

/** Two groups of two cells with two finished cycles, in the charge of their third. */
async function startBench(lab: Lab): Promise<CyclerChannel[]> {
  await groupByCathode(lab);
  const startMs = Date.now() - 5 * CYCLE_S * 1000;
  const cells = [
    ["A-01", LONG_NAME, 1],
    ["A-02", LONG_NAME, 1.1],
    ["B-01", "LFP", 2],
    ["B-02", "LFP", 2.2],
  ] as const;
  const channels: CyclerChannel[] = [];
  for (const [cell, cathode, capacityAh] of cells) {
    const channel = new CyclerChannel(cell, startMs);
    const capacity = { charge: capacityAh, discharge: capacityAh };
    await lab.rest.putCell(cell, { metadata: { cathode } });
    await lab.rest.ingest([...channel.cycle(1, capacity), ...channel.cycle(2, capacity), ...channel.charge(3, 1)]);
    await untilCycles(lab, cell, 2);
    channels.push(channel);
  }
  return channels;
}

async function openGroups(page: Page, lab: Lab): Promise<GroupsPage> {
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug, { metric: "dischargeCapacityAh" });
  return groups;
}

const SOLID = "solid";

/** How the lines of the two groups are dashed, and their swatches in the legend. */
async function looksOf(groups: GroupsPage, page: Page): Promise<string[]> {
  const names = ["LFP", LONG_NAME];
  const drawn = [
    ...names.map((name) => groups.chart.locator(`[data-line="${name}"] path`).first()),
    ...names.map((name) => page.locator(`tr[data-group="${name}"] svg path`).first()),
  ];
  return Promise.all(drawn.map(async (path) => (await path.getAttribute("stroke-dasharray")) ?? SOLID));
}

const scheme = (page: Page) => page.locator("html").getAttribute("data-mantine-color-scheme");

test("a printed figure is drawn for the page: whole, light, above its legend", async ({ page, lab }) => {
  await startBench(lab);
  await page.emulateMedia({ colorScheme: "dark" });
  const groups = await openGroups(page, lab);
  const surface = groups.chart.locator("svg.recharts-surface");
  expect(await looksOf(groups, page)).toEqual([SOLID, SOLID, SOLID, SOLID]);
  const shown = await surface.getAttribute("width");
  // What a browser does when somebody prints: it says so, and then lays the page out at the width of the paper.
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.setViewportSize({ width: 680, height: 1000 });
  expect(await scheme(page)).toBe("light");
  await expect(surface).toHaveAttribute("width", "680");
  // A print may be grey: dashes tell the groups apart, in the chart as in its legend.
  const [lfp, other, ...swatches] = await looksOf(groups, page);
  expect(other).not.toBe(lfp);
  expect(swatches).toEqual([lfp, other]);
  const figure = await groups.chart.boundingBox();
  const title = await groups.chart.getByText("Cycle number").boundingBox();
  const legend = await page.locator("table").first().boundingBox();
  const bottomOf = (box: { y: number; height: number } | null) => (box?.y ?? 0) + (box?.height ?? 0);
  expect(bottomOf(title)).toBeLessThanOrEqual(bottomOf(figure) + 1);
  expect(bottomOf(figure)).toBeLessThanOrEqual(legend?.y ?? 0);
  await expect(page.getByRole("navigation").first()).toBeHidden();
  await expect(page.getByLabel("Group by")).toBeHidden();

  await page.emulateMedia({ media: "screen", colorScheme: "dark" });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  expect(await scheme(page)).toBe("dark");
  await expect(surface).toHaveAttribute("width", shown ?? "");
});

test("band and unfinished cycles are a choice that stands in the address", async ({ page, lab }) => {
  await startBench(lab);
  const groups = await openGroups(page, lab);
  const band = groups.chart.locator('[data-band="LFP"]');
  await expect(band).toHaveAttribute("d", /^M/);
  const ofStd = await band.getAttribute("d");
  const draw = await groups.openMenu("Draw");
  await draw.getByLabel("Smoothing").selectOption({ label: "Running median of 11 points" });
  await expect.poll(() => groups.queryOf()).toMatchObject({ smooth: "11" });
  await expect(page.getByText("Draw: median of 11 points")).toBeVisible();
  await draw.getByLabel("Smoothing").selectOption({ label: "None" });
  await expect.poll(() => groups.queryOf()).not.toHaveProperty("smooth");
  await draw.getByLabel("Band", { exact: true }).selectOption("Min to max");
  // Two cells lie less than a std from their mean: the range is narrower.
  await expect(band).not.toHaveAttribute("d", ofStd ?? "");
  await draw.getByLabel("Band", { exact: true }).selectOption("None");
  await expect(band).toHaveAttribute("d", "");
  await expect(groups.running("B-01")).toBeAttached();
  await draw.getByLabel("Unfinished").click(); // the address tells the box
  await expect(groups.running("B-01")).toHaveCount(0);
  expect(groups.queryOf()).toMatchObject({ band: "none", unfinished: "0" });
  await page.reload();
  await groups.untilShown();
  await expect(page.getByRole("button", { name: "Draw: no band, finished only" })).toBeVisible();
  await expect(groups.running("B-01")).toHaveCount(0);
  await page.goBack();
  await expect(groups.running("B-01")).toBeAttached();
  await expect(page.getByRole("button", { name: "Draw: no band", exact: true })).toBeVisible();
  await page.goBack();
  // Two cells lie less than a std from their mean: the range is narrower.
  await expect(band).toHaveAttribute("d", /^M/);
  expect(groups.queryOf()).toMatchObject({ band: "range" });
});

test("a row of the legend brings its line forward, and a long name is whole", async ({ page, lab }) => {
  await startBench(lab);
  const groups = await openGroups(page, lab);
  const forward = groups.chart.locator("[data-highlighted]");
  await expect(forward).toHaveCount(0);
  await groups.legendRow("LFP").hover();
  await expect(forward).toHaveAttribute("data-highlighted", "LFP");
  await groups.title.hover();
  await expect(forward).toHaveCount(0);
  const name = groups.legendRow(LONG_NAME).getByRole("button", { name: LONG_NAME, exact: true });
  expect(await name.evaluate((button) => button.scrollHeight - button.clientHeight)).toBeLessThanOrEqual(1);
});

test("the cycle that is read stays under the pointer while another one ends", async ({ page, lab }) => {
  const channels = await startBench(lab);
  const groups = await openGroups(page, lab);
  const { group } = groups.queryOf();
  expect(group).toBeUndefined(); // nobody chose: the page follows the group
  await expect(groups.title).toContainText("at cycle 2");
  const ours = (await groups.title.textContent())?.includes("LFP") ? channels.slice(2) : channels.slice(0, 2);
  await groups.rows.first().hover();
  for (const channel of ours) await lab.rest.ingest([...channel.dischargePart(3, 1, [0, 1]), channel.opening(4)]);
  const goOn = groups.deepDive.getByRole("button", { name: "Go on to cycle 3" });
  await expect(goOn).toBeVisible();
  await expect(groups.title).toContainText("at cycle 2");
  await goOn.click();
  await expect(groups.title).toContainText("at cycle 3");
  await expect(goOn).toBeHidden();
});
