import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./test";

/** Each page is opened in one scheme and then switched to the other, which changes nothing but colours. */
const VIEWPORTS = [
  { width: 1440, height: 900, opened: "light", switched: "dark" },
  { width: 390, height: 844, opened: "dark", switched: "light" },
] as const;
/** Beyond it Google's Core Web Vitals speak of 0.1; a page of figures can do better. */
const MAX_LAYOUT_SHIFT = 0.02;

/** Pages and states by name, and how to get to them. */
export type LookedOver = Record<string, (page: Page) => Promise<unknown>>;

/** Has a test for each of them: nothing to hold against it by axe, on a screen and on a phone, light and dark; nothing that moves, or is too wide. */
export function lookOver(pages: LookedOver): void {
  for (const [name, open] of Object.entries(pages)) {
    for (const { width, height, opened, switched } of VIEWPORTS) {
      test(`${name} at ${width} px, ${opened}, then ${switched}`, async ({ page }) => {
        test.slow(); // twice the rules, over all of the API's description too
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme: opened, reducedMotion: "reduce" });
        await watchLayoutShifts(page);
        await open(page);
        await expect(page.locator("h1")).toHaveCount(1);
        expect(await layoutShift(page), "layout shift").toBeLessThan(MAX_LAYOUT_SHIFT);
        expect(await violations(page, null), opened).toEqual([]);
        const widths = await page.evaluate(() => [document.scrollingElement?.scrollWidth, window.innerWidth]);
        expect(widths[0], "width of what scrolls").toBeLessThanOrEqual(widths[1] ?? 0);
        await page.emulateMedia({ colorScheme: switched, reducedMotion: "reduce" });
        await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", switched);
        expect(await page.evaluate(() => document.getAnimations().length), "motion that nobody wants").toBe(0);
        expect(await violations(page, "color-contrast"), switched).toEqual([]);
        expect(await layoutShift(page), "layout shift").toBeLessThan(MAX_LAYOUT_SHIFT);
      });
    }
  }
}

/** What a page holds against those who cannot see, hear or point as its makers do; once nothing on it moves. */
async function violations(page: Page, onlyRule: string | null) {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
  const found = await (onlyRule === null ? axe : axe.withRules(onlyRule)).analyze();
  return found.violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }));
}

export type ShiftCounter = { layoutShift?: number };

/** Counts what moves without anybody having asked, from the first paint on. */
async function watchLayoutShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counter = window as ShiftCounter;
    counter.layoutShift = 0;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        if (!hadRecentInput) counter.layoutShift = (counter.layoutShift ?? 0) + value;
      }
    });
    observer.observe({ type: "layout-shift", buffered: true });
  });
}

/** The sum so far, once two more frames are drawn. */
export function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const answer = () => resolve((window as ShiftCounter).layoutShift ?? 0);
        requestAnimationFrame(() => requestAnimationFrame(answer));
      }),
  );
}
