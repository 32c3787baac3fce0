import type { Page } from "@playwright/test";
import { fillLab } from "./support/fading-cells";
import { groupByCathode } from "./support/lab";
import { expect, signIn, test } from "./support/test";

/** What loading a page may cost a reader, by figures that a busy machine does not change. */
const MOST_SCRIPT_BYTES = 300_000;
const MOST_SHIFT = 0.001;
/** Nothing was asked for so long: all that loading asks for was asked for. */
const QUIET_MS = 2_500;

type Watched = { shift: number; scriptBytes: number };

/** Adds up what moves, from before anything is drawn. */
function watchShifts(page: Page) {
  return page.addInitScript(() => {
    Reflect.set(window, "shift", 0);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        Reflect.set(window, "shift", Reflect.get(window, "shift") + Reflect.get(entry, "value"));
    }).observe({ type: "layout-shift", buffered: true });
  });
}

function readWatched(page: Page): Promise<Watched> {
  return page.evaluate(() => ({
    shift: Reflect.get(window, "shift"),
    scriptBytes: performance
      .getEntriesByType("resource")
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  }));
}

const PAGES = [
  { name: "overview", path: "", mark: "section svg path" },
  { name: "groups", path: "/groups", mark: "figure [data-line] path" },
  { name: "a cell", path: "/cells/A-01", mark: "figure [data-line]" },
  { name: "cells", path: "/cells", mark: "text=A-01" },
];

for (const { name, path, mark } of PAGES) {
  test(`${name} asks nothing twice, moves nothing, and is light`, async ({ page, lab }) => {
    await groupByCathode(lab);
    await fillLab(lab, ["A-01", "A-02", "A-03", "A-04"], { metadata: { cathode: "LFP" } });
    await signIn(page, lab);
    const failures: string[] = [];
    const asked: string[] = [];
    page.on("pageerror", ({ message }) => failures.push(message));
    let lastRequestMs = Date.now();
    page.on("request", (request) => {
      asked.push(request.url());
      lastRequestMs = Date.now();
    });
    await watchShifts(page);
    await page.goto(`/labs/${lab.slug}${path}`);
    await page.locator(mark).first().waitFor({ state: "attached" });
    await page.getByText("Live", { exact: true }).waitFor();
    // The stream stays open: the network is never idle.
    await expect.poll(() => Date.now() - lastRequestMs).toBeGreaterThan(QUIET_MS);
    await expect(page.locator("[aria-busy='true']")).toHaveCount(0);
    const watched = await readWatched(page);

    expect(failures).toEqual([]);
    const questions = asked.filter((url) => url.includes("/api/trpc/") && !url.includes("live.changes"));
    expect(questions.filter((url, index) => questions.indexOf(url) !== index)).toEqual([]);
    expect(asked.filter((url) => url.includes("_rsc="))).toEqual([]); // pages that nobody pointed at
    expect(watched.scriptBytes).toBeGreaterThan(0);
    expect(watched.scriptBytes).toBeLessThanOrEqual(MOST_SCRIPT_BYTES);
    expect(watched.shift).toBeLessThanOrEqual(MOST_SHIFT);
  });
}

for (const { path, line } of [
  { path: "/groups", line: "LFP" },
  { path: "/cells/A-01", line: "dischargeCapacityAh" },
]) {
  test(`the chart of ${path} is there before the page's scripts, which then draw it in its place`, async ({
    page,
    lab,
  }) => {
    await groupByCathode(lab);
    await fillLab(lab, ["A-01", "A-02"], { metadata: { cathode: "LFP" } });
    await signIn(page, lab);
    const { promise: later, resolve: goOn } = Promise.withResolvers<void>();
    await page.route("**/_next/static/chunks/*.js", async (route) => {
      await later;
      await route.continue();
    });
    await page.goto(`/labs/${lab.slug}${path}`, { waitUntil: "commit" });
    const first = page.locator(`[data-first-line="${line}"] path`);
    await expect(first).toBeVisible();
    const before = await first.boundingBox();
    await expect(page.locator("figure [data-line]")).toHaveCount(0);
    goOn();
    await expect(page.locator("figure [data-line] path, figure path[data-line]").first()).toBeVisible();
    await expect(page.locator("[data-first-line]")).toHaveCount(0);
    const after = await page.locator("figure [data-line] path, figure path[data-line]").first().boundingBox();
    // In the same place, by a pixel: nothing that a reader sees moves.
    for (const side of ["x", "y", "width", "height"] as const) {
      expect(Math.abs((after?.[side] ?? 0) - (before?.[side] ?? 0))).toBeLessThan(2);
    }
  });
}

test("a link fetches its page ahead when it is pointed at", async ({ page, lab }) => {
  await fillLab(lab, ["A-01"]);
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}`);
  await page.getByText("Live", { exact: true }).waitFor();
  const fetched = page.waitForRequest((request) => request.url().includes("/cells?_rsc="));
  await page.getByRole("navigation").getByRole("link", { name: "Cells" }).hover();
  await fetched;
});

test("what changes between the reading of a page and the stream is not missed", async ({ page, lab }) => {
  await fillLab(lab, ["A-01"]);
  await signIn(page, lab);
  // The stream opens late: what was announced before is heard of by its first event alone.
  let opened = () => {};
  const held = new Promise<void>((resolve) => {
    opened = resolve;
  });
  await page.route("**/api/trpc/live.changes**", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`/labs/${lab.slug}/cells`);
  await page.locator("text=A-01").first().waitFor();
  await lab.rest.putCell("A-02", { metadata: {} });
  opened();
  await expect(page.locator("text=A-02").first()).toBeVisible();
});
