import type { Page } from "@playwright/test";
import { fillLab } from "./support/fading-cells";
import { importedBy } from "./support/import-page";
import { createLab, groupByCathode, type Lab } from "./support/lab";
import { linkMailedTo } from "./support/mails";
import { expect, signIn, test } from "./support/test";
import { ask } from "./support/trpc";

/** What A4 leaves between margins of 15 mm, at 96 px an inch; and its height. */
const PAPER = { width: 680, height: 1009 };

const SHARED = ["groups", "cell", "compare"] as const;

let lab: Lab;
let paths: Record<string, string>;
/** Views of pages, as they are shared. */
let views: Record<(typeof SHARED)[number], object>;

test.beforeAll(async ({ baseURL }) => {
  lab = await createLab(baseURL ?? "");
  const grouping = await groupByCathode(lab);
  await fillLab(lab, ["A-01", "A-02", "A-03", "A-04"], { metadata: { cathode: "NMC811" } });
  await fillLab(lab, ["B-01"], { metadata: { cathode: "LFP" } });
  const key = '["NMC811"]';
  const group = encodeURIComponent(key);
  const shownGroups = {
    ...{ groupingId: grouping, by: null, metrics: ["dischargeCapacityAh", "coulombicEfficiency"] },
    ...{ x: null, tag: null, rateC: null, hidden: [] },
  };
  const compared = { metric: "dischargeCapacityAh", x: null, tag: null, rateC: null };
  views = {
    groups: {
      ...{ page: "groups", query: `grouping=${grouping}&panel=coulombicEfficiency`, cells: [] },
      groups: [{ ...shownGroups, only: null }],
    },
    cell: { page: "cell", query: "cycle=5", cells: ["A-01"], groups: [] },
    compare: {
      ...{ page: "compare", query: `pin=cell:A-01&pin=group:${grouping}:${group}`, cells: ["A-01"], compared },
      groups: [{ ...shownGroups, metrics: [compared.metric], only: [key] }],
    },
  };
  paths = {
    overview: "",
    cells: "/cells",
    cell: "/cells/A-01?cycle=5",
    groups: `/groups?grouping=${grouping}&panel=coulombicEfficiency`,
    "deep dive": `/groups?grouping=${grouping}&group=${group}&cycle=7&scores=1&cell=A-02`,
    compare: `/compare?pin=cell:A-01&pin=group:${grouping}:${group}&side=1`,
    "lab settings": "/settings/lab",
    members: "/settings/members",
    links: "/settings/links",
    audit: "/settings/audit",
    groupings: "/groupings",
    "wall screen": `/kiosk?every=600&view=${grouping}:dischargeCapacityAh`,
    scratch: "/scratch",
    "ways to start": "/start",
    keys: "/settings/keys",
    "fields of cells": "/cells/fields",
    import: "/import",
    "report of an import": `/import?import=${await importedBy(lab)}`,
  };
});

const PAGES = [
  ...["overview", "cells", "cell", "groups", "deep dive", "compare", "lab settings", "members", "links", "audit"],
  ...[
    "import",
    "report of an import",
    "groupings",
    "wall screen",
    "scratch",
    "ways to start",
    "keys",
    "fields of cells",
  ],
];

for (const name of PAGES) {
  test(`${name} on A4: nothing to press, charts within the paper, and no text cut off`, async ({ page }) => {
    await signIn(page, lab);
    await page.goto(`/labs/${lab.slug}${paths[name]}`);
    await expectPrintable(page);
  });
}

for (const path of ["/", "/docs/numbers", "/docs/api", "/account", "/new-lab"]) {
  test(`${path} on A4: the same`, async ({ page }) => {
    await signIn(page, lab);
    await page.goto(path);
    await expectPrintable(page);
  });
}

for (const name of SHARED) {
  test(`a shared view, ${name}, on A4: the same`, async ({ page, context }) => {
    await signIn(page, lab);
    const given = {
      view: { name: "A shared view", ...views[name] },
      ...{ needsSignIn: false, expiresAt: new Date(Date.now() + 3_600_000).toISOString() },
    };
    const { code, data } = await ask(page.request, "grants.share", { labSlug: lab.slug, given });
    expect(code).toBe("answered");
    await context.clearCookies();
    await page.goto(String(data.path));
    await expect(page.locator("figure").first()).toBeVisible();
    await expectPrintable(page);
  });
}

test("/sign-in and /invitations on A4: the same", async ({ page, context }) => {
  await signIn(page, lab);
  const email = `guest@${lab.slug}.example.org`;
  const invited = await ask(page.request, "members.invite", { labSlug: lab.slug, email, role: "viewer" });
  expect(invited.code).toBe("answered");
  const link = await linkMailedTo(email, /invite/i);
  await context.clearCookies();
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "You are invited" })).toBeVisible();
  await expectPrintable(page);
  // Paper stays what is emulated; the next page is opened on a screen.
  await page.emulateMedia({ media: "screen" });
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expectPrintable(page);
});

async function expectPrintable(page: Page): Promise<void> {
  await expect(page.locator("h1")).toHaveCount(1);
  await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
  // What a browser does when somebody prints: it says so, and lays the page out at the width of the paper.
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize(PAPER);
  await expect.poll(() => misprints(page)).toEqual({ pressable: [], wide: [], cut: [] });
  const pdf = await page.pdf({ format: "A4" });
  expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0).toBeGreaterThanOrEqual(1);
}

/** What nobody wants on paper. */
function misprints(page: Page) {
  return page.evaluate(() => {
    const isSeen = (element: Element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.getBoundingClientRect().width > 1;
    const seen = (selector: string) => [...document.querySelectorAll(selector)].filter(isSeen);
    const nameOf = (element: Element) =>
      `${element.tagName} ${element.className} ${element.getAttribute("aria-label") ?? ""} ${(element.textContent ?? "").slice(0, 40)}`;
    // A button without a frame and a ground is text, as the head of a column that sorts.
    const isPlain = (element: Element) => {
      const { backgroundColor, borderTopColor, borderTopWidth } = getComputedStyle(element);
      const isSeenThrough = (colour: string) => /, 0\)$/.test(colour) || colour === "transparent";
      return isSeenThrough(backgroundColor) && (borderTopWidth === "0px" || isSeenThrough(borderTopColor));
    };
    const pressable = [...seen("nav, dialog"), ...seen("button, [role=button]").filter((element) => !isPlain(element))];
    const wide = seen("svg, figure, table, img").filter(
      (element) => element.getBoundingClientRect().right > window.innerWidth + 1,
    );
    const cut = seen("body *").filter(
      (element) =>
        !element.closest("svg") &&
        getComputedStyle(element).overflowX !== "visible" &&
        element.scrollWidth > element.clientWidth + 1,
    );
    return { pressable: pressable.map(nameOf), wide: wide.map(nameOf), cut: cut.map(nameOf) };
  });
}
