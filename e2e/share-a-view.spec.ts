import type { Browser, Locator, Page, Request } from "@playwright/test";
import { bringIn, signUpColleague } from "./support/colleague";
import { fillLab } from "./support/fading-cells";
import { groupByCathode, type Lab, untilCycles } from "./support/lab";
import { CYCLE_S, CyclerChannel } from "./support/samples";
import { expect, signIn, test } from "./support/test";
import { ask, askFromPage } from "./support/trpc";

// What a browser itself says of answers that refuse; the page says it better.
test.use({ allowedErrors: /Failed to load resource: the server responded with a status of 40[134]/ });

/** An open page asks each ten seconds. */
const LOST_WITHIN_MS = 30_000;

/** Somebody with a browser of their own, who is signed in nowhere, and what their browser sends. */
async function stranger(browser: Browser, baseURL: string | undefined) {
  const context = await browser.newContext({ baseURL: baseURL ?? "", viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const sent: Request[] = [];
  page.on("request", (request) => sent.push(request));
  return { page, sent };
}

/** Ways that lead to other pages of a lab. */
const OF_LAB = /Pages|You are here|Previous and next cell/;

/** Opens the dialog that shares, once the page hears its button. */
async function openDialog(page: Page, place: Page | Locator = page): Promise<void> {
  await expect(async () => {
    await place.getByRole("button", { name: "Share…" }).first().click();
    await expect(page.getByRole("dialog", { name: "Share this view" })).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

/** Makes a link by the dialog that is open. */
async function shared(
  page: Page,
  options: { name?: string; isForSignedIn?: boolean; isFrozen?: boolean } = {},
): Promise<string> {
  const dialog = page.getByRole("dialog", { name: "Share this view" });
  if (options.name) await dialog.getByLabel("Name").fill(options.name);
  if (options.isForSignedIn) await dialog.getByLabel("People with the link who are signed in here").check();
  if (options.isFrozen) await dialog.getByLabel("As they are now, for a paper").check();
  await dialog.getByRole("button", { name: "Make link" }).click();
  const address = (await dialog.locator("pre").textContent()) ?? "";
  expect(address).toMatch(/\/shared#ct_g_[\w-]{43}$/);
  await page.keyboard.press("Escape");
  return address;
}

async function prepared(lab: Lab): Promise<number> {
  const grouping = await groupByCathode(lab);
  await fillLab(lab, ["A-01", "A-02"], { metadata: { cathode: "NMC811" } });
  await fillLab(lab, ["B-01"], { metadata: { cathode: "LFP" } });
  return grouping;
}

const line = (page: Page, name: string) => page.locator(`[data-line="${name}"] path`).first();

test("a view is shown to somebody without an account, and is lost to them within 30 s once it is revoked", async ({
  page,
  lab,
  browser,
  baseURL,
}) => {
  test.slow();
  const grouping = await prepared(lab);
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/groups?grouping=${grouping}&hide=${encodeURIComponent('["LFP"]')}`);
  await expect(line(page, "NMC811")).toBeAttached();
  await openDialog(page);
  const address = await shared(page, { name: "Fade of NMC" });
  const secret = new URL(address).hash.slice(1);

  const { page: theirs, sent } = await stranger(browser, baseURL);
  await theirs.goto(address);
  await expect(theirs.getByRole("heading", { name: "Fade of NMC", level: 1 })).toBeVisible();
  await expect(line(theirs, "NMC811")).toBeAttached();
  await expect(theirs.getByRole("row").filter({ hasText: "A-01" })).toBeVisible();
  // Nothing else of the lab: no hidden group, no navigation, no way to a page of it.
  await expect(theirs.getByText("LFP")).toHaveCount(0);
  await expect(theirs.getByText("B-01")).toHaveCount(0);
  await expect(theirs.getByRole("navigation", { name: OF_LAB })).toHaveCount(0);
  await expect(theirs.locator("a[href*='/labs/']")).toHaveCount(0);
  await expect(theirs.getByRole("button", { name: /Share|Exclude|Compare/ })).toHaveCount(0);
  // It is drawn on as samples come: the picture is not of the moment of sharing.
  await fillLab(lab, ["A-03"], { metadata: { cathode: "NMC811" } });
  await expect(theirs.getByRole("row").filter({ hasText: "A-03" })).toBeVisible({ timeout: LOST_WITHIN_MS });
  // A reload shows the same; the secret is in the address alone, behind the #.
  await theirs.reload();
  await expect(line(theirs, "NMC811")).toBeAttached();
  expect(await theirs.title()).not.toContain(secret.slice(0, 11));
  for (const request of sent) {
    expect(request.url()).not.toContain(secret);
    expect(JSON.stringify([request.headers().referer, request.postData()])).not.toContain(secret);
  }

  await page.goto(`/labs/${lab.slug}/settings/links`);
  const row = page.getByRole("row").filter({ hasText: "Fade of NMC" });
  await expect(row).toContainText("view of groups");
  await row.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke link" }).click();
  await expect(theirs.getByRole("heading", { name: "This link shows nothing" })).toBeVisible({
    timeout: LOST_WITHIN_MS,
  });
  await expect(theirs.getByText("A-01")).toHaveCount(0);
  await theirs.context().close();
});

test("a cell, a deep dive and a comparison are shared from their pages, each alone", async ({
  page,
  lab,
  browser,
  baseURL,
}) => {
  test.slow();
  const grouping = await prepared(lab);
  await signIn(page, lab);
  const { page: theirs } = await stranger(browser, baseURL);
  const alone = async () => {
    await expect(theirs.getByRole("navigation", { name: OF_LAB })).toHaveCount(0);
    await expect(theirs.locator("a[href*='/labs/']")).toHaveCount(0);
    await expect(theirs.locator("main [aria-busy=true]")).toHaveCount(0);
    await expect(theirs.getByText("This did not load")).toHaveCount(0);
  };

  await page.goto(`/labs/${lab.slug}/cells/A-01?cycle=3`);
  await openDialog(page);
  await theirs.goto(await shared(page));
  await expect(theirs.getByRole("heading", { name: "A-01", level: 1 })).toBeVisible();
  await expect(theirs.getByRole("heading", { name: "Steps of cycle 3" })).toBeVisible();
  await expect(theirs.locator("figure").first()).toBeVisible();
  await alone();
  await expect(theirs.getByText(/A-02|B-01|Imports/)).toHaveCount(0);

  await page.goto(`/labs/${lab.slug}/groups?grouping=${grouping}`);
  const dive = page.getByRole("region", { name: "Cells of a group at a cycle" });
  await openDialog(page, dive);
  await theirs.goto("about:blank");
  await theirs.goto(await shared(page));
  await expect(line(theirs, "LFP")).toBeAttached();
  await expect(theirs.getByRole("row").filter({ hasText: "B-01" })).toBeVisible();
  await alone();
  await expect(theirs.getByText(/NMC811|A-01/)).toHaveCount(0);

  await page.goto(`/labs/${lab.slug}/compare?pin=cell:A-02&pin=group:${grouping}:${encodeURIComponent('["LFP"]')}`);
  await expect(page.getByRole("region", { name: "Differences" })).toBeVisible();
  await openDialog(page);
  await theirs.goto("about:blank");
  await theirs.goto(await shared(page));
  await expect(line(theirs, "A-02")).toBeAttached();
  await expect(theirs.getByRole("region", { name: "Differences" }).getByRole("row")).toHaveCount(3);
  await alone();
  await expect(theirs.getByText(/NMC811|A-01/)).toHaveCount(0);
  await theirs.context().close();
});

test("a view for signed-in people is shown once they are, and to viewers of the lab nothing is offered to share", async ({
  page,
  lab,
  browser,
  baseURL,
}) => {
  test.slow();
  await prepared(lab);
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/cells/A-01`);
  await openDialog(page);
  const address = await shared(page, { isForSignedIn: true });
  const { page: theirs } = await stranger(browser, baseURL);
  await theirs.goto(address);
  await expect(theirs.getByRole("heading", { name: "Sign in to see this view" })).toBeVisible();
  await theirs.getByRole("link", { name: "Sign in" }).click();
  await expect(theirs).toHaveURL(/\/sign-in\?next=\/shared$/);
  const colleague = await signUpColleague(theirs);
  await theirs.goto("/shared");
  await expect(theirs.getByRole("heading", { name: "A-01", level: 1 })).toBeVisible();
  await expect(theirs).toHaveURL(/#ct_g_/);

  await bringIn(colleague, { owner: page.request, labSlug: lab.slug, role: "member" });
  await theirs.goto(`/labs/${lab.slug}/cells/A-01`);
  await expect(theirs.getByRole("button", { name: "Settings" })).toBeVisible();
  await expect(theirs.getByRole("button", { name: "Share…" })).toHaveCount(0);
  await theirs.context().close();

  const seeing = await (await browser.newContext({ baseURL: baseURL ?? "" })).newPage();
  const viewer = await signUpColleague(seeing);
  await bringIn(viewer, { owner: page.request, labSlug: lab.slug, role: "viewer" });
  for (const path of ["groups", "cells/A-01", "compare?pin=cell:A-01"]) {
    await seeing.goto(`/labs/${lab.slug}/${path}`);
    await expect(seeing.locator("figure").first()).toBeVisible();
    await expect(seeing.getByRole("button", { name: "Views…" }).first()).toBeVisible();
    await expect(seeing.getByRole("button", { name: "Share…" }), path).toHaveCount(0);
  }
  const view = { page: "cell", name: "A-01", query: "", cells: ["A-01"], groups: [] };
  const given = { view, needsSignIn: false, expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
  const refused = await askFromPage(seeing, "grants.share", { labSlug: lab.slug, given });
  expect(refused.code).toBe("FORBIDDEN");
  await seeing.context().close();
});

test("a snapshot for a paper stays as it was, after late samples and when its cell is deleted", async ({
  page,
  lab,
  browser,
  baseURL,
}) => {
  test.slow();
  const grouping = await prepared(lab);
  await signIn(page, lab);
  const { page: theirs } = await stranger(browser, baseURL);
  const LFP = encodeURIComponent('["LFP"]');
  const paths = {
    groups: `groups?grouping=${grouping}&panel=coulombicEfficiency`,
    cell: "cells/B-01?cycle=3",
    compare: `compare?pin=cell:B-01&pin=group:${grouping}:${LFP}`,
  };
  const addresses: string[] = [];
  for (const path of Object.values(paths)) {
    await page.goto(`/labs/${lab.slug}/${path}`);
    await expect(page.locator("figure").first()).toBeVisible();
    await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
    await openDialog(page);
    addresses.push(await shared(page, { isFrozen: true }));
  }
  const textsNow = async () => {
    const texts: string[] = [];
    for (const address of addresses) {
      await theirs.goto("about:blank");
      await theirs.goto(address, { waitUntil: "networkidle" }); // charts come apart from the rest
      await expect(theirs.getByText(/^Snapshot as of .*, formulas version \d+, until/)).toBeVisible();
      await expect(theirs.locator("figure").first()).toBeVisible();
      await expect(theirs.locator("main [aria-busy=true]")).toHaveCount(0);
      await expect(theirs.locator("figure:not(:has(svg text))")).toHaveCount(0); // a chart is drawn once its size is known
      await expect(theirs.getByText("This did not load")).toHaveCount(0);
      // Ages of the last sample go on.
      texts.push(((await theirs.locator("main").textContent()) ?? "").replace(/\d+(\.\d)? (s|min|h) ago/, ""));
    }
    return texts;
  };
  const before = await textsNow();
  expect(before[0]).toContain("B-01");
  // More cycles, and then no cell any more.
  const channel = new CyclerChannel("B-01", Date.now() - 14 * CYCLE_S * 1000);
  await lab.rest.ingest(channel.cycle(13, { charge: 1, discharge: 0.5 }));
  await untilCycles(lab, "B-01", 12);
  const removed = await ask(page.request, "cells.remove", { labSlug: lab.slug, given: { cell: "B-01" } });
  expect(removed.code).toBe("answered");
  await page.goto(`/labs/${lab.slug}/cells/B-01`);
  await expect(page.getByRole("heading", { name: "Nothing here" })).toBeVisible();
  expect(await textsNow()).toEqual(before);
  await theirs.context().close();
});
