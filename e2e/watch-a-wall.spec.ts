import { fillLab } from "./support/fading-cells";
import { groupByCathode, untilCycles } from "./support/lab";
import { CYCLE_S, CyclerChannel } from "./support/samples";
import { expect, signIn, test } from "./support/test";
import { ask } from "./support/trpc";

// What the browser itself says while it has no network.
test.use({ allowedErrors: /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|Failed to fetch|network/i });

test("a wall screen turns its views, and goes on by itself after a time without network", async ({
  page,
  lab,
  context,
}) => {
  const grouping = await groupByCathode(lab);
  await fillLab(lab, ["A-01", "A-02"], { metadata: { cathode: "NMC811" } });
  await signIn(page, lab);
  await page.setViewportSize({ width: 1920, height: 1080 });
  const views = [`${grouping}:dischargeCapacityAh`, `${grouping}:coulombicEfficiency`];
  await page.goto(`/labs/${lab.slug}/kiosk?every=1&${views.map((view) => `view=${view}`).join("&")}`);
  const shows = (metric: string) => expect(page.getByRole("heading", { name: `${metric} by Cathode` })).toBeVisible();
  await shows("Discharge capacity");
  await shows("Coulombic efficiency");
  await expect(page.locator('[data-stream="live"]')).toBeVisible();
  // One name for it, in the crumb as in the title and the palette.
  await expect(page).toHaveTitle(/^Wall screen/);
  await expect(page.getByRole("navigation", { name: "You are here" })).toContainText("Wall screen");

  await context.setOffline(true);
  await expect(page.locator('[data-stream="offline"]')).toBeVisible();
  // It turns on, with what it knows.
  for (const metric of ["Discharge capacity", "Coulombic efficiency", "Discharge capacity", "Coulombic efficiency"]) {
    await shows(metric);
    await expect(page.locator("[data-line=NMC811] path").first()).toBeAttached();
  }
  // Meanwhile the twelfth cycle ends: 12 finished ones are told of when it is back.
  for (const cell of ["A-01", "A-02"]) {
    const channel = new CyclerChannel(cell, Date.now() - 14 * CYCLE_S * 1000);
    await lab.rest.ingest([...channel.dischargePart(12, 1, [0, 1]), channel.opening(13)]);
    await untilCycles(lab, cell, 12);
  }
  await context.setOffline(false);
  await expect(page.locator('[data-stream="live"]')).toBeVisible();
  await expect(page.locator("[data-line=NMC811]")).toHaveAttribute("data-last-cycle", "12");
});

test("a wall screen that was an hour without network is live and current again by itself", async ({
  page,
  lab,
  context,
}) => {
  const grouping = await groupByCathode(lab);
  await fillLab(lab, ["A-01"], { metadata: { cathode: "NMC811" } });
  await signIn(page, lab);
  await page.clock.install();
  await page.goto(`/labs/${lab.slug}/kiosk?every=600&view=${grouping}:dischargeCapacityAh`);
  const line = page.locator("[data-line=NMC811]");
  await expect(line).toHaveAttribute("data-last-cycle", "11");
  await expect(page.locator('[data-stream="live"]')).toBeVisible();
  await context.setOffline(true);
  await expect(page.locator('[data-stream="offline"]')).toBeVisible();
  const channel = new CyclerChannel("A-01", Date.now() - 14 * CYCLE_S * 1000);
  await lab.rest.ingest([...channel.dischargePart(12, 1, [0, 1]), channel.opening(13)]);
  await untilCycles(lab, "A-01", 12);
  // It tries again each few seconds, for an hour, and shows what it knew.
  await page.clock.runFor("01:00:00");
  await expect(page.locator('[data-stream="offline"]')).toBeVisible();
  await expect(line).toHaveAttribute("data-last-cycle", "11");
  await context.setOffline(false);
  await page.clock.runFor("00:00:10");
  await expect(page.locator('[data-stream="live"]')).toBeVisible();
  await expect(line).toHaveAttribute("data-last-cycle", "12");
});

test("what a wall shows is chosen on it, and stands in its address", async ({ page, lab }) => {
  const grouping = await groupByCathode(lab);
  await fillLab(lab, ["A-01"], { metadata: { cathode: "NMC811" } });
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/kiosk?view=overview`);
  await page.getByRole("button", { name: "Choose views" }).click();
  const dialog = page.getByRole("dialog", { name: "What this wall shows" });
  await dialog.getByLabel("Grouping").selectOption({ label: "Cathode" });
  await dialog.getByLabel("Metric").selectOption({ label: "Coulombic efficiency" });
  await dialog.getByRole("button", { name: "Add chart" }).click();
  await dialog.getByRole("button", { name: "Move Coulombic efficiency by Cathode up" }).click();
  await dialog.getByRole("button", { name: "Leave out Overview" }).click();
  await dialog.getByLabel("Seconds each").fill("600");
  await dialog.getByRole("button", { name: "Show these" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { name: "Coulombic efficiency by Cathode" })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/kiosk\\?view=${grouping}%3AcoulombicEfficiency&every=600$`));
  await page.reload();
  await expect(page.getByRole("heading", { name: "Coulombic efficiency by Cathode" })).toBeVisible();
});

test("a wall shows saved views, each as its page, and leaves its keys and its address alone", async ({ page, lab }) => {
  const grouping = await groupByCathode(lab);
  await fillLab(lab, ["A-01", "A-02"], { metadata: { cathode: "NMC811" } });
  await signIn(page, lab);
  const save = async (name: string, given: { page: string; cell: string | null; query: string }) => {
    const view = { labSlug: lab.slug, given: { name, view: given } };
    expect(await ask(page.request, "views.save", view)).toMatchObject({ code: "answered" });
  };
  await save("Fade", { page: "groups", cell: null, query: `grouping=${grouping}&metric=capacityRetention&band=range` });
  await save("Pair", { page: "compare", cell: null, query: "pin=cell:A-01&pin=cell:A-02" });
  await save("One", { page: "cell", cell: "A-01", query: "cycle=4" });
  await page.goto(`/labs/${lab.slug}/kiosk?every=600&view=overview`);
  await page.getByRole("button", { name: "Choose views" }).click();
  const dialog = page.getByRole("dialog", { name: "What this wall shows" });
  for (const name of ["Fade", "Pair", "One"]) {
    await dialog.getByLabel("Saved view to add").selectOption({ label: name });
  }
  await dialog.getByRole("button", { name: "Leave out Overview" }).click();
  await dialog.getByRole("button", { name: "Show these" }).click();
  await expect(page).toHaveURL(/kiosk\?view=saved%3A\d+&view=saved%3A\d+&view=saved%3A\d+&every=600$/);
  const address = page.url();
  const shown = (name: string) => page.getByRole("region", { name, exact: true });
  await expect(shown("Fade").locator("[data-line=NMC811] path").first()).toBeVisible();
  await expect(shown("Fade").getByRole("figure").first()).toHaveAttribute("aria-label", /^Capacity retention/);
  await expect(shown("Pair")).toBeHidden();
  await page.keyboard.press("ArrowRight");
  await expect(shown("Pair").locator('[data-line="A-02"] path').first()).toBeVisible();
  await expect(shown("Pair").getByRole("region", { name: "Differences" })).toBeAttached();
  await page.keyboard.press("ArrowRight");
  await expect(shown("One").getByRole("heading", { name: "A-01" })).toBeVisible();
  await expect(shown("One").locator('[data-line="metric"]').first()).toBeAttached();
  await expect(page.locator("main").getByRole("button", { name: /Share|Views…|Settings|Add a note/ })).toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await expect(shown("Fade")).toBeVisible();
  expect(page.url()).toBe(address);
  await ask(page.request, "views.remove", { labSlug: lab.slug, given: { name: "Fade" } });
  await page.reload();
  await expect(page.getByText("This saved view was removed.")).toBeVisible();
});

test("a wall of 4K is used to its right edge", async ({ page, lab }) => {
  const grouping = await groupByCathode(lab);
  await fillLab(lab, ["A-01"], { metadata: { cathode: "NMC811" } });
  await signIn(page, lab);
  for (const [width, height] of [
    [1920, 1080],
    [3840, 2160],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.goto(`/labs/${lab.slug}/kiosk?every=600&view=${grouping}:dischargeCapacityAh`);
    await expect(page.locator("[data-line=NMC811] path").first()).toBeAttached();
    const chart = await page.locator("main figure").boundingBox();
    const legend = await page.locator("main table").boundingBox();
    // The chart has most of the screen, and its table ends at the right margin, whose width grows with the text.
    expect((chart?.height ?? 0) / height).toBeGreaterThan(0.75);
    expect((chart?.width ?? 0) / width).toBeGreaterThan(0.65);
    expect(((legend?.x ?? 0) + (legend?.width ?? 0)) / width).toBeGreaterThan(0.97);
    await expect(page.getByRole("navigation", { name: "Pages" })).toBeHidden();
  }
});

test("a wall loads itself anew after six hours, once the server surely answers, and keeps its session", async ({
  page,
  lab,
}) => {
  await signIn(page, lab);
  await page.clock.install();
  let isThere = false;
  let asked = 0;
  await page.route("**/api/health", async (route) => {
    asked += 1;
    await (isThere ? route.fulfill({ status: 200, body: "{}" }) : route.abort("connectionrefused"));
  });
  let prolonged = 0;
  page.on("response", (response) => {
    if (response.url().endsWith("/api/auth/prolong-session") && response.ok()) prolonged += 1;
  });
  const loads: string[] = [];
  page.on("load", () => loads.push(page.url()));
  await page.goto(`/labs/${lab.slug}/kiosk?view=overview`);
  await expect(page.locator("[data-kiosk]")).toBeVisible();
  await expect.poll(() => prolonged).toBe(1);
  await page.clock.fastForward("05:50:00");
  expect(asked).toBe(0);
  await page.clock.fastForward("00:16:00");
  await expect.poll(() => asked).toBe(1);
  await page.clock.fastForward("00:16:00");
  await expect.poll(() => asked).toBe(2);
  expect(loads).toHaveLength(1); // its own page of errors would stay
  isThere = true;
  await page.clock.fastForward("00:16:00");
  await expect.poll(() => loads.length).toBe(2);
  await expect(page.locator("[data-kiosk]")).toBeVisible();
  expect(prolonged).toBe(1);
  await page.clock.fastForward("19:00:00");
  await expect.poll(() => prolonged).toBeGreaterThan(1);
});
