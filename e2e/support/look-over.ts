import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./test";

/** A page is opened at one width in one scheme, and then changes to the other width and the other scheme. */
const VIEWPORTS = [
  { width: 1440, height: 900, scheme: "light" },
  { width: 390, height: 844, scheme: "dark" },
] as const;
/** Whether each page is opened at both widths, and not only every other page at each: `npm run test:long -- accessibility`. */
const OPENS_EACH = process.env.E2E_EVERY_WIDTH === "1";
/** What depends on colours and sizes. */
const RULES_OF_A_CHANGE = ["color-contrast", "target-size", "scrollable-region-focusable", "aria-hidden-focus"];
/** Beyond it Google's Core Web Vitals speak of 0.1; a page of figures can do better. */
const MAX_LAYOUT_SHIFT = 0.02;

/** Pages and states by name, and how to get to them. */
export type LookedOver = Record<string, (page: Page) => Promise<unknown>>;

/** Has a test for each of them: nothing to hold against it by axe, on a screen and on a phone, light and dark; nothing that moves, or is too wide. */
export function lookOver(pages: LookedOver): void {
  for (const [index, [name, open]] of Object.entries(pages).entries()) {
    for (const start of OPENS_EACH ? [0, 1] : [index % 2]) {
      const [opened = VIEWPORTS[0], changed = VIEWPORTS[0]] = start === 0 ? VIEWPORTS : VIEWPORTS.toReversed();
      test(`${name} at ${opened.width} px, ${opened.scheme}, then ${changed.width} px, ${changed.scheme}`, async ({
        page,
      }) => {
        test.slow(); // twice the rules, over all of the API's description too
        await page.setViewportSize(opened);
        await page.emulateMedia({ colorScheme: opened.scheme, reducedMotion: "reduce" });
        await watchLayoutShifts(page);
        await open(page);
        await expect(page.locator("h1")).toHaveCount(1);
        expect(await layoutShift(page), "layout shift").toBeLessThan(MAX_LAYOUT_SHIFT);
        expect(await violations(page), opened.scheme).toEqual([]);
        await expectNoOverflow(page);
        await page.emulateMedia({ colorScheme: changed.scheme, reducedMotion: "reduce" });
        await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", changed.scheme);
        expect(await page.evaluate(() => document.getAnimations().length), "motion that nobody wants").toBe(0);
        expect(await layoutShift(page), "layout shift").toBeLessThan(MAX_LAYOUT_SHIFT);
        await page.setViewportSize(changed);
        await expect(page.locator("h1")).toHaveCount(1);
        expect(await violations(page, RULES_OF_A_CHANGE), changed.scheme).toEqual([]);
        await expectNoOverflow(page);
      });
    }
  }
}

async function expectNoOverflow(page: Page): Promise<void> {
  const widths = () => page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) - window.innerWidth);
  await expect.poll(widths, "more than the window's width").toBeLessThanOrEqual(0);
}

/** What a page holds against those who cannot see, hear or point as its makers do; once nothing on it moves. */
async function violations(page: Page, onlyRules: string[] = []) {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
  const found = await (onlyRules.length === 0 ? axe : axe.withRules(onlyRules)).analyze();
  return found.violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }));
}

type ShiftCounter = { layoutShift?: number; moved?: string[] };
type Shift = { value: number; hadRecentInput: boolean; sources: { node: Node | null }[] };

/** Counts what moves without anybody having asked, from the first paint on. */
export async function watchLayoutShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counter = window as ShiftCounter;
    counter.layoutShift = 0;
    counter.moved = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput, sources } = entry as PerformanceEntry & Shift;
        if (hadRecentInput) continue;
        counter.layoutShift = (counter.layoutShift ?? 0) + value;
        for (const { node } of sources) counter.moved?.push(`${node?.nodeName} ${node?.textContent}`.slice(0, 80));
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

/** What moves because somebody asked for something is not counted, however late the server answers. */
export async function forgetLayoutShift(page: Page): Promise<void> {
  await layoutShift(page);
  await page.evaluate(() => {
    Object.assign(window, { layoutShift: 0, moved: [] });
  });
}

/** What moved since then, by its words. */
export async function movedSince(page: Page): Promise<string[]> {
  await layoutShift(page);
  return page.evaluate(() => (window as ShiftCounter).moved ?? []);
}
