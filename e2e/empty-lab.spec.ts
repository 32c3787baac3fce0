import type { Page } from "@playwright/test";
import { bringIn, signUpColleague } from "./support/colleague";
import { runInShell } from "./support/commands";
import { GroupsPage } from "./support/groups-page";
import { fixtureFile, ImportPage } from "./support/import-page";
import { groupByCathode, type Lab } from "./support/lab";
import { CyclerChannel, CYCLE_S } from "./support/samples";
import { expect, signIn, test } from "./support/test";

/** The commands that the page offers, in its order, with a key put in. */
async function offeredCommands(page: Page, { apiKey }: Lab): Promise<string[]> {
  const texts = await page.locator("main pre").allInnerTexts();
  for (const text of texts) expect(text).toContain("YOUR_KEY");
  return texts.map((text) => text.replace("YOUR_KEY", apiKey));
}

/** Runs a command as shown; a server that refuses makes curl fail. */
const run = (command = "") =>
  runInShell(command.replace(/^curl /, "curl --silent --show-error --fail-with-body --max-time 20 "));

test("a new lab's first sample draws, and a grouping splits the line later", async ({ page, lab }) => {
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/groups`);
  await expect(page.getByRole("heading", { name: "No cells yet" })).toBeVisible();
  const [firstSample, ...others] = await offeredCommands(page, lab);
  expect(others).toEqual([]);
  await run(firstSample);

  // The cycle of that one sample is under way: it is drawn, and no mean yet.
  const groups = new GroupsPage(page);
  await expect(groups.running("A-01")).toHaveAttribute("data-cycle", "1");
  await expect(groups.legendRow("All cells").locator('[data-label="n"]')).toHaveText("0/1");

  await lab.rest.post("/api/v1/groupings", { name: "Cathode", by: ["cathode"] });
  await expect(groups.legendRow("NMC811").locator('[data-label="n"]')).toHaveText("0/1");
});

test("a new lab's first file draws, without another step", async ({ page, lab }) => {
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/start`);
  await page.getByRole("link", { name: "Import files" }).click();
  const imports = new ImportPage(page);
  // The history is asked for by the page's own code: it listens by now.
  await expect(imports.history.getByText("Nothing was imported yet")).toBeVisible();
  await imports.drop([fixtureFile("cyclers/sample_data_novonix.csv")]);
  await imports.cards.first().getByRole("combobox", { name: "Cell" }).fill("LG-01");
  await page.getByRole("button", { name: "Import 1 file" }).click();
  await expect(page).toHaveURL(/\/cells\/LG-01$/, { timeout: 30_000 });
  await expect(page.getByRole("heading", { level: 1, name: "LG-01" })).toBeVisible();
});

test("a grouping without cells offers a first sample", async ({ page, lab }) => {
  await groupByCathode(lab);
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/groups`);
  await expect(page.getByRole("heading", { name: "No cells yet" })).toBeVisible();
  const [firstSample, ...others] = await offeredCommands(page, lab);
  expect(others).toEqual([]);
  await run(firstSample);
  await expect(new GroupsPage(page).running("A-01")).toHaveAttribute("data-cycle", "1");
});

test("cells that fall into no group are counted, and the page says why", async ({ page, lab }) => {
  await groupByCathode(lab);
  await lab.rest.putCell("A-01", {});
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/groups`);
  await expect(page.getByRole("heading", { name: "No cell falls into a group" })).toBeVisible();
  await expect(page.getByText("One cell has no value in the fields of this grouping.")).toBeVisible();
  await lab.rest.putCell("A-01", { metadata: { cathode: "NMC811" } });
  await expect(page.getByRole("heading", { name: "No cycle with discharge capacity yet" })).toBeVisible();
});

test("the first finished cycle turns the empty page into a chart", async ({ page, lab }) => {
  await groupByCathode(lab);
  await lab.rest.putCell("A-01", { metadata: { cathode: "NMC811" } });
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/groups`);
  await expect(page.getByRole("heading", { name: "No cycle with discharge capacity yet" })).toBeVisible();
  const channel = new CyclerChannel("A-01", Date.now() - 3 * CYCLE_S * 1000);
  await lab.rest.ingest([...channel.cycle(1, { charge: 1.5, discharge: 1.5 }), channel.opening(2)]);
  const groups = new GroupsPage(page);
  await groups.untilShown();
  await expect(groups.summary).toHaveText("mean 1.500 Ah, at most about ± 0.050 Ah, grade D, 1 of 1 cells");
});

test("cells without a grouping are grouped by one click, by whoever may", async ({ page, lab, browser }) => {
  for (const name of ["operator", "cathode"]) await lab.rest.post("/api/v1/metadata-fields", { name, type: "text" });
  for (const [cell, cathode, operator] of [
    ["A-01", "NMC811", "Ada"],
    ["A-02", "LFP", "Ada"],
    ["A-03", "LFP", "Ben"],
    ["A-04", "LFP", null],
  ] as const) {
    await lab.rest.putCell(cell, { metadata: { cathode, ...(operator && { operator }) } });
  }
  const context = await browser.newContext();
  const viewer = await signUpColleague(await context.newPage());
  await signIn(page, lab);
  await bringIn(viewer, { owner: page.request, labSlug: lab.slug, role: "viewer" });
  await viewer.page.goto(`/labs/${lab.slug}/groups`);
  await expect(viewer.page.getByText("Admins and owners make groupings: ask owner.")).toBeVisible();
  await expect(viewer.page.getByRole("button", { name: /^Group by/ })).toHaveCount(0);

  await page.goto(`/labs/${lab.slug}/groups`);
  await expect(page.getByRole("listitem").filter({ hasText: "Group by" })).toHaveText([
    /^Group by cathode.*2 groups, every cell$/,
    /^Group by operator.*2 groups, 3 of 4 cells$/,
  ]);
  await page.getByRole("button", { name: "Group by cathode" }).click();
  for (const one of [page, viewer.page]) {
    // The viewer's page turns to it by itself.
    await expect(new GroupsPage(one).legendRow("LFP")).toBeVisible();
    await expect(one.getByRole("heading", { name: "No cycle with discharge capacity yet" })).toBeVisible();
  }
  await context.close();
});
