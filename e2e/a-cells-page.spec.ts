import { CellPage } from "./support/cell-page";
import { fillLab } from "./support/fading-cells";
import { GroupsPage } from "./support/groups-page";
import { createLab, groupByCathode } from "./support/lab";
import { downloadedBy } from "./support/read-picture";
import { CyclerChannel, CYCLE_S } from "./support/samples";
import { expect, signIn, test } from "./support/test";

const CYCLES = 12;

test("from a group's deep dive to a cell's voltage profile in one click", async ({ page, lab }) => {
  await groupByCathode(lab);
  await fillLab(lab, ["A-01", "A-02"], { metadata: { cathode: "NMC811" } });
  await signIn(page, lab);
  const groups = new GroupsPage(page);
  await groups.open(lab.slug);
  await groups.row("A-02").getByRole("link", { name: "A-02" }).click();
  const cell = new CellPage(page);
  await cell.untilShown("A-02");
  // With the cycle that the deep dive was at in front.
  const { cycle } = cell.queryOf();
  await expect(cell.curves.locator(`path[data-chosen="${cycle}"]`)).toBeAttached();
  await expect.poll(() => cell.drawnCycles()).toEqual(Array.from({ length: CYCLES - 1 }, (_, index) => index + 1));
  await expect(cell.cycleRow(Number(cycle))).toHaveAttribute("aria-current", "true");
  await expect(page.getByRole("region", { name: `Steps of cycle ${cycle}` }).locator("tr[data-step]")).toHaveCount(2);

  await page.getByRole("link", { name: "Previous cell, A-01" }).click();
  await cell.untilShown("A-01");
});

test("a first sample draws on the open page, and what follows goes on from it", async ({ page, lab }) => {
  await lab.rest.putCell("A-01", {});
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/cells/A-01`);
  await expect(page.getByRole("heading", { name: "No sample of this cell yet" })).toBeVisible();
  await expect(page.locator('[data-stream="live"]')).toBeVisible();

  const channel = new CyclerChannel("A-01", Date.now() - 3 * CYCLE_S * 1000);
  const charge = channel.charge(1, 1.5);
  await lab.rest.ingest(charge.slice(0, 1));
  const cell = new CellPage(page);
  await cell.untilShown("A-01");
  await expect(cell.head).toContainText("running");
  await expect(cell.head).toContainText("4.000 V");
  await expect(cell.head).toContainText("1.500 A");
  await expect(cell.time.locator('[data-line="voltage"]')).toHaveAttribute("d", /^M[\d.]+,[\d.]+h0$/); // a dot
  await expect(cell.metrics).toContainText("Coulombic efficiency is drawn here when the first cycle is finished.");

  const discharge = channel.cycle(1, { charge: 1.5, discharge: 1.25 }).slice(charge.length);
  await lab.rest.ingest([...charge.slice(1), ...discharge, channel.opening(2)]);
  await expect(cell.panel("coulombicEfficiency").locator('[data-line="metric"]')).toBeAttached();
  await expect.poll(() => cell.drawnCycles()).toEqual([1]);
  // 1.25 ÷ 1.5 is 83.3 %; samples minutes apart support no more digits than these.
  await expect(cell.cycleRow(1)).toContainText("83");
  await expect(cell.head).toContainText("3.400 V");
});

test("what is shown is in the address; Back and Forward undo and redo it", async ({ page, lab }) => {
  await fillLab(lab, ["A-01"]);
  await signIn(page, lab);
  const cell = new CellPage(page);
  await cell.open(lab.slug, "A-01");
  await cell.curves.getByText("dQ/dV", { exact: true }).click();
  await expect(cell.curves.getByRole("heading")).toHaveText("Differential capacity");
  expect(cell.queryOf()).toEqual({ kind: "dqdv" });
  await expect(cell.curves).toContainText("grid 5 mV, Savitzky–Golay, window 11, order 3");

  await cell.drag(cell.panel("voltageHysteresisV"), 0.25, 0.75);
  await expect.poll(() => Object.keys(cell.queryOf())).toEqual(["from", "to", "kind"]);
  await cell.drag(cell.time.locator('[data-quantity="voltage"]'), 0.4, 0.5);
  await expect.poll(() => Object.keys(cell.queryOf())).toEqual(["from", "to", "kind", "since", "until"]);
  const zoomed = cell.queryOf();
  await expect(cell.time.getByRole("button", { name: "All of it" })).toBeVisible();

  await page.goBack();
  await expect.poll(() => Object.keys(cell.queryOf())).toEqual(["from", "to", "kind"]);
  await expect(cell.time.getByRole("button", { name: "All of it" })).toBeHidden();
  await page.goBack();
  await page.goBack();
  await expect(cell.curves.getByRole("heading")).toHaveText("Voltage profiles");
  for (let step = 0; step < 3; step++) await page.goForward();
  await expect.poll(() => cell.queryOf()).toEqual(zoomed);

  await page.reload();
  await cell.untilShown("A-01");
  await expect(cell.curves.getByRole("heading")).toHaveText("Differential capacity");
  await expect(cell.time.getByRole("button", { name: "All of it" })).toBeVisible();
});

test("derivatives are smoothed as chosen, which is in the address and in the file", async ({ page, lab }) => {
  await fillLab(lab, ["A-01"]);
  await signIn(page, lab);
  const cell = new CellPage(page);
  await cell.open(lab.slug, "A-01");
  await expect(cell.curves.getByLabel("Smoothing")).toHaveCount(0);
  await cell.curves.getByText("dQ/dV", { exact: true }).click();
  await cell.curves.getByLabel("Smoothing").selectOption("Gaussian");
  await expect(cell.curves).toContainText("grid 5 mV, Gaussian, σ 10 mV");
  expect(cell.queryOf()).toEqual({ kind: "dqdv", smoothing: "gaussian" });
  const file = await page.request.get(
    (await cell.curves.getByRole("link", { name: "CSV" }).getAttribute("href")) ?? "",
  );
  expect(await file.text()).toContain('"smoothing":{"method":"gaussian","sigma":0.01}');
  await cell.curves.getByText("dV/dQ", { exact: true }).click();
  await expect(cell.curves).toContainText("grid 0.008 Ah, Gaussian, σ 0.016 Ah"); // 2.01 Ah ÷ 250
  await page.goBack();
  await cell.curves.getByLabel("Smoothing").selectOption("Not smoothed");
  await expect(cell.curves).toContainText("grid 5 mV, not smoothed");
});

test("keys go from cycle to cycle and into the charts, and one crosshair crosses all panels", async ({ page, lab }) => {
  await fillLab(lab, ["A-01"]);
  await signIn(page, lab);
  const cell = new CellPage(page);
  await cell.open(lab.slug, "A-01");
  await expect(cell.cycleRow(CYCLES)).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => cell.queryOf()).toEqual({ cycle: String(CYCLES) });
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => cell.queryOf()).toEqual({ cycle: String(CYCLES - 1) });
  // 2 − 10 × 0.005
  await expect(cell.metrics.getByText(/^Cycle 11: Discharge capacity 1\.950 ± [\d.]+ Ah, grade [A-D],/)).toBeAttached();

  await page.getByRole("region", { name: /^Voltage, current and temperature over time/ }).focus();
  await page.keyboard.press("+");
  await expect.poll(() => Object.keys(cell.queryOf())).toEqual(["cycle", "since", "until"]);
  await page.keyboard.press("Home");
  await expect.poll(() => Object.keys(cell.queryOf())).toEqual(["cycle"]);

  const panel = cell.panel("coulombicEfficiency");
  await panel.scrollIntoViewIfNeeded();
  const box = await panel.locator("rect[class*=catcher]").boundingBox();
  await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 20);
  const crossed = cell.metrics.locator("[data-crosshair]");
  await expect(crossed).toHaveCount(3);
  expect(new Set(await crossed.evaluateAll((all) => all.map((one) => one.getAttribute("data-crosshair")))).size).toBe(
    1,
  );
});

test("the chosen cycle, or those that are zoomed to, are excluded beside the charts", async ({ page, lab }) => {
  await fillLab(lab, ["A-01"]);
  await signIn(page, lab);
  const cell = new CellPage(page);
  await cell.open(lab.slug, "A-01", { from: 3, to: 8 });
  const exclude = page.getByRole("button", { name: "Exclude…" });
  const dialog = page.getByRole("dialog", { name: "Exclude A-01" });
  const ends = async (from: string, to: string) => {
    await expect(dialog.getByLabel("From cycle")).toHaveValue(from);
    await expect(dialog.getByLabel("To cycle, included")).toHaveValue(to);
  };
  await exclude.click();
  await ends("3", "8");
  await page.keyboard.press("Escape");
  await cell.open(lab.slug, "A-01", { cycle: 5 });
  await exclude.click();
  await ends("5", "5");
  await dialog.getByLabel("To cycle, included").fill("6");
  await dialog.getByLabel("Why").fill("Lost contact");
  await dialog.getByRole("button", { name: "Exclude cycles" }).click();
  await expect(page.getByText("A-01: cycles 5–6 excluded from statistics.")).toBeVisible();
});

test("tables come as files", async ({ page, lab }) => {
  await fillLab(lab, ["A-01"]);
  await signIn(page, lab);
  const cell = new CellPage(page);
  await cell.open(lab.slug, "A-01", { cycle: 3 });
  const links = await page
    .locator('a[href*="/api/labs/"]')
    .evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  expect(links.map((href) => href?.split("/").at(-1)?.split("?")[0]).sort()).toEqual([
    "ageing",
    "curves",
    "cycles",
    "steps",
  ]);
  for (const href of links) {
    const answer = await page.request.get(href ?? "");
    expect(answer.status(), href ?? "").toBe(200);
    expect(answer.headers()["content-disposition"]).toContain("A-01-");
    expect((await answer.text()).split("\n").length).toBeGreaterThan(2);
  }
});

test("every sample of a cell, and of the cells of a grouping, comes as a file", async ({ page, lab }) => {
  const grouping = await groupByCathode(lab);
  await fillLab(lab, ["A-01"], { metadata: { cathode: "NMC811" } });
  await signIn(page, lab);
  const cell = new CellPage(page);
  await cell.open(lab.slug, "A-01");
  await cell.time.getByRole("button", { name: "Samples", exact: true }).click();
  const samples = page.getByRole("dialog", { name: "Samples" }).getByRole("link");
  await expect(samples).toHaveText(["BDF", "CSV", "Parquet"]);
  const bdf = await downloadedBy(page, samples.first());
  expect(bdf.name).toBe("A-01.bdf.csv");
  expect(bdf.bytes.toString()).toMatch(/^test_time_second,voltage_volt,current_ampere,unix_time_second,[^\n]+\r\n\d/);

  await page.goto(`/labs/${lab.slug}/groupings?grouping=${grouping}`);
  const archive = await downloadedBy(page, page.getByRole("link", { name: "Download its cells as ZIP" }));
  expect(archive.name).toMatch(/^Cathode-\d{4}-\d\d-\d\d\.zip$/);
  expect(archive.bytes.toString("latin1")).toContain("cells/A-01.bdf.csv");
});

test.describe("cells that are not there", () => {
  test.use({ allowedErrors: /Failed to load resource: the server responded with a status of 404/ });

  test("are not found, and neither are another lab's", async ({ page, lab, baseURL }) => {
    const other = await createLab(baseURL ?? "");
    await other.rest.putCell("theirs", {});
    await lab.rest.putCell("fields", {});
    await lab.rest.putCell("50 % µ?#+", {});
    await signIn(page, lab);
    for (const path of [`${lab.slug}/cells/none`, `${lab.slug}/cells/theirs`, `${other.slug}/cells/theirs`]) {
      const answer = await page.goto(`/labs/${path}`);
      expect(answer?.status(), path).toBe(404);
      // In one's own lab, its pages are still at hand.
      const isOwn = path.startsWith(`${lab.slug}/`);
      await expect(page.getByRole("navigation", { name: "Pages" })).toBeVisible({ visible: isOwn });
    }
    // Any name leads somewhere, also one that another page has.
    for (const name of ["50 % µ?#+", "fields"]) {
      await page.goto(`/labs/${lab.slug}/cells`);
      await page.getByRole("link", { name, exact: true }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
      await page.reload();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
    }
  });
});

test("on a phone the card of a point stays inside the page and moves nothing", async ({ page, lab }) => {
  await fillLab(lab, ["A-01"]);
  await signIn(page, lab);
  await page.setViewportSize({ width: 390, height: 844 });
  const cell = new CellPage(page);
  await cell.open(lab.slug, "A-01");
  const catcher = cell.panel("coulombicEfficiency").locator("rect[class*=catcher]");
  const { width = 0, height = 0 } = (await catcher.boundingBox()) ?? {};
  for (const share of [0.1, 0.45, 0.55, 0.9]) {
    await catcher.hover({ position: { x: width * share, y: height / 2 } });
    await expect(cell.metrics.locator("dl")).toContainText("Coulombic efficiency");
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  }
});

test("on a phone cycles and steps are cards of three figures, also far down", async ({ page, lab }) => {
  await fillLab(lab, ["A-01"]);
  await signIn(page, lab);
  await page.setViewportSize({ width: 390, height: 844 });
  const cell = new CellPage(page);
  await cell.open(lab.slug, "A-01", { cycle: 3 });
  const card = cell.cycleRow(3);
  // 2 − 2 × 0.005 = 1.99 Ah, of 2 Ah in the first; the efficiency of 0.995 to the digits that samples minutes apart support
  await expect(card.locator("td[data-label]:visible")).toHaveText(["1.990", /^99\.\d+$/, "100"]);
  await expect(card.getByRole("button", { name: "Cycle 3" })).toHaveAttribute("aria-pressed", "true");
  const table = cell.cycles.getByRole("region", { name: "Table of cycles" });
  expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  await table.evaluate((box) => {
    box.scrollTo(0, box.scrollHeight);
    box.scrollIntoView({ block: "end" });
  });
  await expect(cell.cycleRow(1)).toBeInViewport();

  const steps = page.getByRole("region", { name: "Steps of cycle 3" }).locator("tr[data-step]");
  await expect(steps.first()).toContainText(/^Step \d+/);
  await expect(steps.first().locator("td[data-label]:visible")).toHaveCount(3);
});

test("time goes by the clock or by the test, and cycles are laid over each other", async ({ page, lab }) => {
  await fillLab(lab, ["A-01"]);
  await signIn(page, lab);
  const cell = new CellPage(page);
  await cell.open(lab.slug, "A-01", { cycle: 3 });
  await cell.time.getByRole("button", { name: "Zoom to cycle 3" }).click();
  await expect(cell.time.locator('[data-quantity="voltage"] [data-step] text')).toHaveText([/charge$/, /discharge$/]);
  await cell.time.getByRole("button", { name: "All of it" }).click();
  const choice = cell.time.getByLabel("Over which time");
  await choice.selectOption({ label: "Test time, without pauses" });
  await expect(cell.time.getByText(/^Time \/ (h|d)$/)).toBeVisible();
  await expect(cell.time.locator('[data-line="voltage"]')).toHaveAttribute("d", /^M/);

  await choice.selectOption({ label: "Cycles overlaid" });
  const drawn = cell.time.locator('[data-quantity="voltage"] path[data-cycle]');
  await expect(drawn).toHaveCount(CYCLES);
  await expect(cell.time.locator('[data-quantity="current"] path[data-chosen="3"]')).toHaveCount(1);
  await choice.selectOption({ label: "Discharges overlaid" });
  await expect(drawn).toHaveCount(CYCLES - 1); // the last cycle has not come to its discharge
  await choice.selectOption({ label: "One step overlaid" });
  await expect(cell.time.getByLabel("Step of the program").locator("option")).toHaveText(["Step 1", "Step 2"]);
  await cell.time.getByLabel("Step of the program").selectOption("2");
  await expect(drawn).toHaveCount(CYCLES - 1);
  await choice.selectOption({ label: "Discharges overlaid" });
  await cell.drag(cell.time.locator('[data-quantity="current"]'), 0.25, 0.5);
  await expect.poll(() => Object.keys(cell.queryOf())).toEqual(["cycle", "time", "step", "begin", "end"]);
  await page.reload();
  await expect(cell.time.getByRole("button", { name: "All of it" })).toBeVisible();
  await page.goBack();
  await expect(cell.time.getByRole("button", { name: "All of it" })).toBeHidden();
});
