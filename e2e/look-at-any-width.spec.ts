import type { Page } from "@playwright/test";
import { fillLab } from "./support/fading-cells";
import { ImportPage, importedBy } from "./support/import-page";
import { createLab, groupByCathode, type Lab } from "./support/lab";
import { expect, signIn, test } from "./support/test";

test.describe.configure({ mode: "parallel" });

let lab: Lab;
test.beforeAll(async ({ baseURL }) => {
  lab = await createLab(baseURL ?? "");
  await groupByCathode(lab);
  await fillLab(lab, ["A-01", "A-02"], { metadata: { cathode: "NMC811" } });
  await fillLab(lab, ["B-01"], { metadata: { cathode: "LFP" } });
  await importedBy(lab);
});

/** Each page, what is seen on it once it is loaded, and whether it is a form, which no width makes easier to read. */
const PAGES = [
  { name: "overview", path: "", mark: "tr[data-cell=A-01]" },
  { name: "groups", path: "/groups?metric=dischargeCapacityAh", mark: "figure [data-line] path" },
  { name: "small charts", path: "/groups?metric=dischargeCapacityAh&small=1", mark: "[data-multiple=LFP]" },
  { name: "cell", path: "/cells/A-01?cycle=5", mark: "figure [data-line]" },
  { name: "comparison", path: "/compare?pin=cell:A-01&pin=cell:B-01", mark: "figure [data-line]" },
  { name: "cells", path: "/cells", mark: "[role=grid] [role=rowheader]" },
  { name: "import", path: "/import", mark: "tr[data-import]" },
  { name: "audit", path: "/settings/audit", mark: "tbody tr" },
  { name: "settings", path: "/settings/lab", mark: "form", isForm: true },
];

/** Texts that their own box cuts off, and those that lie beyond the screen without a box that scrolls. */
const cutTexts = (page: Page) =>
  page.evaluate(() => {
    const hasText = (one: Element) =>
      [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? "").trim() !== "");
    const isForScreenReaders = (one: Element) => one.clientWidth <= 1 && one.clientHeight <= 1;
    const scrollsSideways = (one: Element | null): boolean =>
      one !== null && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrollsSideways(one.parentElement));
    return [...document.querySelectorAll<HTMLElement>("body *")].flatMap((one) => {
      if (!hasText(one) || one.closest("svg, script, style, dialog") || isForScreenReaders(one)) return [];
      const { right, width } = one.getBoundingClientRect();
      const isCut =
        one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible";
      const isBeyond = width > 0 && right > window.innerWidth + 1 && !scrollsSideways(one.parentElement);
      return isCut || isBeyond ? [`${one.localName}: ${one.textContent?.slice(0, 60)}`] : [];
    });
  });

/** How far to the right the page has something, of its width. */
const usedWidth = (page: Page) =>
  page.evaluate(() => {
    const parts = [...document.querySelectorAll("main svg, main table, main section, main [role=grid]")];
    return Math.max(...parts.map((part) => part.getBoundingClientRect().right)) / window.innerWidth;
  });

for (const { width, height } of [
  { width: 1024, height: 768 },
  { width: 3840, height: 2160 },
]) {
  for (const { name, path, mark, isForm = false } of PAGES) {
    test(`${name} at ${width} px cuts no text, and uses the screen`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await signIn(page, lab);
      await page.goto(`/labs/${lab.slug}${path}`);
      await page.locator(mark).first().waitFor({ state: "attached" });
      await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
      const scrolled = await page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0);
      expect(scrolled, "width of what scrolls").toBeLessThanOrEqual(width);
      expect(await cutTexts(page)).toEqual([]);
      if (!isForm) expect(await usedWidth(page)).toBeGreaterThan(0.9);
    });
  }
}

test("an import is undone without scrolling sideways on a small screen", async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await signIn(page, lab);
  await new ImportPage(page).open(lab.slug);
  const undo = page.getByRole("button", { name: /^Undo the import/ });
  await undo.evaluate((button) => button.scrollIntoView({ block: "center", inline: "nearest" }));
  expect(await undo.evaluate((button) => button.closest("section")?.scrollLeft)).toBe(0);
  await expect(undo).toBeInViewport({ ratio: 1 });
});
