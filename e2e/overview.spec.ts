import type { Page } from "@playwright/test";
import { CellPage } from "./support/cell-page";
import { GroupsPage } from "./support/groups-page";
import { type Lab, untilCycles } from "./support/lab";
import { CyclerChannel, CYCLE_S } from "./support/samples";
import { expect, signIn, test } from "./support/test";

const CYCLES = 9;
const STRAY = "N-04";
const STRAYS_FROM = 7;
const CELLS = Array.from({ length: 6 }, (_, index) => `N-0${index + 1}`);

/** Cells that fade by 5 mAh a cycle and lie 10 mAh apart; one loses a tenth more from the seventh cycle on. */
function capacityAh(cell: string, cycle: number): number {
  const healthy = 3 + 0.01 * Number(cell.slice(-1)) - 0.005 * cycle;
  return cell === STRAY && cycle >= STRAYS_FROM ? 0.9 * healthy : healthy;
}

async function fillLab(lab: Lab): Promise<void> {
  const startMs = Date.now() - (CYCLES + 2) * CYCLE_S * 1000;
  const samples = CELLS.flatMap((cell) => {
    const channel = new CyclerChannel(cell, startMs);
    const cycles = Array.from({ length: CYCLES }, (_, index) => {
      const discharge = capacityAh(cell, index + 1);
      return channel.cycle(index + 1, { charge: discharge + 0.01, discharge });
    });
    return [...cycles.flat(), channel.opening(CYCLES + 1), ...channel.charge(CYCLES + 1, 3)];
  });
  await lab.rest.ingest(samples);
  for (const cell of CELLS) await untilCycles(lab, cell, CYCLES);
}

const rowOf = (page: Page, cell: string) => page.locator(`tr[data-cell="${cell}"]`);
const card = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

test("the planted stray is found from where a lab opens", async ({ page, lab }) => {
  await fillLab(lab);
  await signIn(page, lab);
  await page.goto("/");
  await expect(page).toHaveURL(new RegExp(`/labs/${lab.slug}$`));
  const stray = card(page, "Strays").locator(`[data-stray="${STRAY}"]`);
  await expect(stray).toContainText(`since cycle ${STRAYS_FROM}`);
  await expect(card(page, "Strays")).toContainText("1 stray");
  await expect(rowOf(page, STRAY)).toContainText("running");
  await expect(rowOf(page, STRAY)).toContainText("stray");
  await expect(page.locator("tr[data-cell]").first()).toHaveAttribute("data-cell", STRAY); // before all others

  await stray.getByRole("link", { name: /at cycle/ }).click();
  const groups = new GroupsPage(page);
  await expect(groups.rows.first()).toHaveAttribute("data-cell", STRAY);
  await page.goBack();
  await expect(stray.getByRole("link", { name: STRAY })).toBeVisible();
});

test("one click leads from the overview to the stray's voltage profile next to healthy ones", async ({ page, lab }) => {
  await fillLab(lab);
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}`);
  await card(page, "Strays").getByRole("link", { name: STRAY }).click();
  const cell = new CellPage(page);
  await cell.untilShown(STRAY);
  await expect(cell.curves.locator(`path[data-chosen="${CYCLES}"]`)).toBeAttached();
  const healthy = CELLS.filter((one) => one !== STRAY);
  await expect.poll(() => cell.drawnPeers()).toEqual({ cells: healthy, middle: "N-03" });
  await expect(cell.curves).toContainText(
    `Grey: cycle ${CYCLES} of 5 cells of All cells, from the lowest to the highest discharge capacity; dashed: N-03, the one in the middle.`,
  );

  // The same of another kind, and none where nobody asks.
  await cell.curves.getByText("dQ/dV", { exact: true }).click();
  await expect(cell.curves.getByRole("heading")).toHaveText("Differential capacity");
  expect(cell.queryOf()).toEqual({ cycle: String(CYCLES), kind: "dqdv", peers: "0" });
  await page.goBack();
  const choice = cell.curves.getByLabel("Compare with the group by");
  await choice.selectOption({ label: "Not compared" });
  await expect.poll(() => cell.drawnPeers()).toEqual({ cells: [], middle: null });
  await choice.selectOption({ label: "Compared: All cells" });
  await expect.poll(() => cell.drawnPeers()).toEqual({ cells: healthy, middle: "N-03" });

  // From the stray to the healthy one, which has the stray not among its own.
  await cell.curves.getByRole("link", { name: "N-03" }).click();
  await cell.untilShown("N-03");
  await expect.poll(() => cell.drawnPeers()).toMatchObject({ cells: ["N-01", "N-02", "N-05", "N-06"] });
  await expect(cell.curves).toContainText("1 stray left out");
});

test("the first sample turns the empty page into the overview", async ({ page, lab }) => {
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}`);
  await expect(page.getByRole("heading", { name: /^Bring a first cell into/ })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible(); // its scripts have begun
  const channel = new CyclerChannel("A-01", Date.now() - CYCLE_S * 1000);
  await lab.rest.ingest(channel.charge(1, 2));
  await expect(rowOf(page, "A-01")).toContainText("running");
  await expect(rowOf(page, "A-01")).toContainText("2.000"); // A
  await expect(page).toHaveURL(new RegExp(`/labs/${lab.slug}$`));

  // A hidden tab asks for nothing, and catches up when it is looked at.
  await look(page, "hidden");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await lab.rest.ingest(new CyclerChannel("A-02", Date.now() - CYCLE_S * 1000).charge(1, 2));
  const isStored = () =>
    lab.rest.cycles("A-02").then(
      ({ length }) => length > 0,
      () => false,
    );
  await expect.poll(isStored).toBe(true);
  expect(asked.filter((url) => url.includes("overview."))).toEqual([]);
  await expect(rowOf(page, "A-02")).toHaveCount(0);
  await look(page, "visible");
  await expect(rowOf(page, "A-02")).toContainText("running");
});

/** Hides the tab, or shows it again, as the browser would tell its page. */
async function look(page: Page, visibilityState: "hidden" | "visible"): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, "visibilityState", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, visibilityState);
}

test("everything is reached by keys: the palette, the pages, a cell in the list", async ({ page, lab }) => {
  await fillLab(lab);
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/groups`);
  await new GroupsPage(page).untilShown();
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await expect(page).toHaveURL(new RegExp(`/labs/${lab.slug}$`));
  await expect(rowOf(page, "N-01")).toBeVisible();

  const field = page.getByRole("searchbox", { name: "Filter cells" });
  await expect(async () => {
    // The page may be drawn a moment before it hears keys.
    if (!(await field.evaluate((one) => one === document.activeElement))) await page.keyboard.press("/");
    await expect(field).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.type("n-02");
  await expect(page.locator("tr[data-cell]")).toHaveCount(1);
  await expect.poll(() => new URL(page.url()).search).toBe("?filter=n-02");
  await page.reload();
  await expect(page.locator("tr[data-cell]")).toHaveCount(1);

  await page.keyboard.press("Control+k");
  const find = page.getByRole("textbox", { name: "Find a page, a cell or an action" });
  await expect(find).toBeFocused();
  await page.keyboard.type("capacity ret");
  await expect(page.getByRole("button", { name: "Capacity retention" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/groups\?metric=capacityRetention$/);

  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toContainText("Find anything");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await expect(find).toBeFocused();
  await page.keyboard.type("colours dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
});

test.describe("a cell", () => {
  test.use({ allowedErrors: /Failed to load resource: the server responded with a status of 404/ });
  test("opens by its name from the palette", async ({ page, lab }) => {
    await lab.rest.putCell("A 1", {});
    await signIn(page, lab);
    await page.goto(`/labs/${lab.slug}/cells`);
    await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();
    await page.keyboard.press("Control+k");
    await page.getByRole("textbox", { name: "Find a page, a cell or an action" }).fill("a 1");
    await expect(page.getByRole("button", { name: "A 1", exact: true })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/labs/${lab.slug}/cells/A%201$`));
  });
});

test("states filter the list, channels are named by a field, and charts stay pinned", async ({ page, lab }) => {
  await lab.rest.post("/api/v1/metadata-fields", { name: "channel", type: "text" });
  const startMs = Date.now() - 3 * CYCLE_S * 1000;
  for (const [cell, channel] of [
    ["A-01", "1-1"],
    ["A-02", "1-2"],
  ] as const) {
    const cycler = new CyclerChannel(cell, startMs);
    await lab.rest.ingest([...cycler.cycle(1, { charge: 1, discharge: 1 }), cycler.opening(2)]);
    await untilCycles(lab, cell, 1);
    await lab.rest.putCell(cell, { metadata: { channel } });
  }
  const endedAt = new Date(Date.now() - 1000).toISOString();
  await lab.rest.putCell("A-02", { tests: { "": { endedAt } } });
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}`);
  await expect(card(page, "Finished today")).toContainText("A-02");
  await page.getByLabel("Field that names channels").selectOption({ label: "channel" });
  await expect(card(page, "Idle channels")).toContainText("1 of 2");
  await expect(card(page, "Idle channels")).toContainText(/1-2.*A-02.*ended/);

  await page.getByRole("button", { name: "ended 1" }).click();
  await expect(page.locator("tr[data-cell]")).toHaveCount(1);
  await expect(page).toHaveURL(/\?state=ended$/);

  await page.getByRole("button", { name: "Pin a chart" }).click();
  await page.getByLabel("Metric").selectOption("coulombicEfficiency");
  await page.getByRole("button", { name: "Pin", exact: true }).click();
  const chart = card(page, "Coulombic efficiency by All cells");
  await expect(chart.getByRole("link")).toHaveAttribute("href", /metric=coulombicEfficiency/);
  await page.reload();
  await expect(chart.getByRole("link")).toBeVisible();
  await page.getByRole("button", { name: "Unpin Coulombic efficiency by All cells" }).click();
  await expect(chart).toHaveCount(0);
});

test("the front page says what this is, and how to come in", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("cycle by cycle");
  await expect(page.getByRole("img", { name: /^Capacity retention of four groups/ })).toBeVisible();
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
});
