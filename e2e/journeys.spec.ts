import type { BrowserContext, Page } from "@playwright/test";
import { CellPage } from "./support/cell-page";
import { GroupsPage } from "./support/groups-page";
import { groupByCathode, type Lab, untilCycles } from "./support/lab";
import { CyclerChannel, CYCLE_S } from "./support/samples";
import { expect, signIn, test } from "./support/test";

const STREAM = /\/api\/trpc\/live\.changes/;
const CYCLES = 3;

/** A cell with three finished cycles, and its channel for what follows. */
async function startCell(lab: Lab): Promise<CyclerChannel> {
  await groupByCathode(lab);
  await lab.rest.putCell("A-01", { nominalCapacityAh: 2, metadata: { cathode: "NMC811" } });
  const channel = new CyclerChannel("A-01", Date.now() - (CYCLES + 2) * CYCLE_S * 1000);
  const cycles = Array.from({ length: CYCLES }, (_, index) => channel.cycle(index + 1, { charge: 2, discharge: 1.9 }));
  await lab.rest.ingest([...cycles.flat(), channel.opening(CYCLES + 1)]);
  await untilCycles(lab, "A-01", CYCLES);
  return channel;
}

/** Requests for the stream, how many of them failed, and how many are open. */
function streamsOf(context: BrowserContext) {
  const counts = { opened: 0, failed: 0, open: 0 };
  context.on("request", (request) => {
    if (!STREAM.test(request.url())) return;
    counts.opened += 1;
    counts.open += 1;
  });
  context.on("requestfinished", (request) => {
    if (STREAM.test(request.url())) counts.open -= 1;
  });
  context.on("requestfailed", (request) => {
    if (!STREAM.test(request.url())) return;
    counts.failed += 1;
    counts.open -= 1;
  });
  return counts;
}

const headOf = (page: Page) => page.locator("main header").filter({ has: page.getByRole("heading", { level: 1 }) });
const overviewRow = (page: Page) => page.locator('tr[data-cell="A-01"]');

test("ten tabs of a lab share one stream, and all follow", async ({ page, lab, context }) => {
  test.slow(); // ten pages on one machine
  const channel = await startCell(lab);
  await signIn(page, lab);
  const streams = streamsOf(context);
  const tabs = [page];
  while (tabs.length < 10) tabs.push(await context.newPage());
  const paths = ["", "/cells/A-01", "/groups", "/cells"];
  for (const [index, tab] of tabs.entries()) {
    await tab.goto(`/labs/${lab.slug}${paths[index % paths.length]}`);
    await expect(tab.locator("[data-stream]")).toHaveAttribute("data-stream", "live");
    await expect.poll(() => streams.open).toBe(1);
  }
  // A cell that is watched and then groups take a stream each that brings them too; what a tab watches beside another one takes none.
  const opened = 3;
  expect(streams.opened).toBe(opened);

  await lab.rest.ingest(channel.charge(CYCLES + 1, 1.75));
  for (const [index, tab] of tabs.entries()) {
    const path = paths[index % paths.length];
    if (path === "") await expect(overviewRow(tab)).toContainText("1.750"); // A
    if (path === "/cells/A-01") await expect(headOf(tab)).toContainText("1.750 A");
    if (path === "/groups") await expect(new GroupsPage(tab).streamState).toHaveText(/^Live.*last sample \d/);
    await expect(tab.locator("[data-stream]")).toHaveAttribute("data-stream", "live");
  }
  expect(streams).toMatchObject({ opened, open: 1 });
});

test.describe("without a network", () => {
  // What a browser itself says of it; the page says it in its header.
  test.use({ allowedErrors: /ERR_INTERNET_DISCONNECTED/ });

  test("an open cell catches up after several failed attempts", async ({ page, lab, context }) => {
    const channel = await startCell(lab);
    await signIn(page, lab);
    const cell = new CellPage(page);
    await cell.open(lab.slug, "A-01");
    const stream = page.locator("[data-stream]");
    await expect(stream).toHaveAttribute("data-stream", "live");
    const streams = streamsOf(context);
    await context.setOffline(true);
    await expect(stream).toHaveText(/^Offline.*retrying in \d s$/, { timeout: 20_000 });
    // Three attempts some seconds apart: as long as a network that is gone for ten seconds.
    await expect.poll(() => streams.failed, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
    await lab.rest.ingest(channel.cycle(CYCLES + 1, { charge: 1.75, discharge: 1.5 }));
    await lab.rest.ingest([channel.opening(CYCLES + 2)]);
    await untilCycles(lab, "A-01", CYCLES + 1);
    await expect(cell.cycleRow(CYCLES + 2)).toHaveCount(0);
    await expect(cell.time.locator('[data-line="voltage"]')).toBeAttached(); // what was drawn stays

    await context.setOffline(false);
    await expect(stream).toHaveAttribute("data-stream", "live", { timeout: 20_000 });
    await expect(cell.cycleRow(CYCLES + 1)).toContainText("1.500");
    await expect(cell.head).toContainText("3.400 V");
  });
});

test("on a phone: from the sign-in over the overview to a cell's curves, and nothing scrolls sideways", async ({
  page,
  lab,
}) => {
  await startCell(lab);
  await page.setViewportSize({ width: 390, height: 844 });
  const isWithin = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
  await page.goto(`/labs/${lab.slug}`);
  await page.getByLabel("E-mail").fill(lab.email);
  await page.getByLabel("Password", { exact: true }).fill(lab.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  const card = page.locator('li[data-cell="A-01"]');
  await expect(card).toBeVisible();
  expect(await isWithin()).toBe(true);
  await card.getByRole("link", { name: "A-01" }).click();
  const cell = new CellPage(page);
  await cell.untilShown("A-01");
  await expect(cell.curves.locator("path[data-cycle]")).toHaveCount(CYCLES);
  await cell.curves.getByLabel("Compare with the group by").selectOption({ label: "Compared: Cathode" });
  await expect(cell.curves).toContainText("No other cell of NMC811 has finished a cycle 3");
  expect(await isWithin()).toBe(true);
});
