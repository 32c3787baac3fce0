import type { Page } from "@playwright/test";
import { fixtureFile, ImportPage } from "./support/import-page";
import { GroupsPage } from "./support/groups-page";
import { groupByCathode, type Lab, untilCycles } from "./support/lab";
import { CyclerChannel, CYCLE_S } from "./support/samples";
import { expect, signIn, test } from "./support/test";

// What was typed is not lost without a question, and small things that stood in the way of the first readers.

/** Answers each question of the page, and keeps its words; a browser has none of its own for a page that is left. */
function answering(page: Page, isYes: () => boolean): string[] {
  const asked: string[] = [];
  page.on("dialog", async (dialog) => {
    asked.push(dialog.type() === "beforeunload" ? "leave?" : dialog.message());
    await (isYes() ? dialog.accept() : dialog.dismiss());
  });
  return asked;
}

async function startLab(page: Page, lab: Lab): Promise<void> {
  await groupByCathode(lab);
  await lab.rest.putCell("A-01", { nominalCapacityAh: 2, metadata: { cathode: "NMC811" } });
  const channel = new CyclerChannel("A-01", Date.now() - 5 * CYCLE_S * 1000);
  const cycles = [1, 2, 3].map((cycle) => channel.cycle(cycle, { charge: 2, discharge: 1.9 }));
  await lab.rest.ingest([...cycles.flat(), channel.opening(4)]);
  await untilCycles(lab, "A-01", 3);
  await signIn(page, lab);
}

test("a cell's panel, a grouping and files are left only after a question", async ({ page, lab }) => {
  await startLab(page, lab);
  let isYes = false;
  const asked = answering(page, () => isYes);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/labs/${lab.slug}/cells`);
  await page.getByRole("button", { name: /^A-01/ }).click();
  const cathode = page.getByLabel("cathode");
  await cathode.fill("LFP");
  await page.keyboard.press("Escape");
  await expect(cathode).toHaveValue("LFP");
  expect(asked).toEqual([expect.stringContaining("not saved")]);
  isYes = true;
  await page.keyboard.press("Escape");
  await expect(cathode).toBeHidden();
  isYes = false;

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/labs/${lab.slug}/groupings`);
  await page.getByRole("button", { name: "Cathode" }).first().click();
  await page.getByLabel("Name", { exact: true }).first().fill("By something else");
  asked.length = 0;
  await page.getByRole("link", { name: "Cells", exact: true }).first().click();
  await expect.poll(() => asked).toEqual([expect.stringContaining("not saved")]);
  await expect(page).toHaveURL(/groupings/);
  await expect(page.getByLabel("Name", { exact: true }).first()).toHaveValue("By something else");
  asked.length = 0;
  await page.evaluate(() => window.location.reload()).catch(() => {});
  await expect.poll(() => asked).toEqual(["leave?"]);
  await expect(page.getByLabel("Name", { exact: true }).first()).toHaveValue("By something else");

  isYes = true;
  await page.goto(`/labs/${lab.slug}/import`);
  isYes = false;
  const imports = new ImportPage(page);
  await imports.open(lab.slug);
  await imports.drop([fixtureFile("cyclers/sample_data_novonix.csv")]);
  await imports.cards.first().getByRole("combobox", { name: "Cell" }).fill("A-02");
  asked.length = 0;
  await page.evaluate(() => window.location.reload()).catch(() => {});
  await expect.poll(() => asked).toEqual(["leave?"]);
  await expect(imports.cards.first().getByRole("combobox", { name: "Cell" })).toHaveValue("A-02");
  isYes = true;
});

test("undoing a paste says which cells that it made stay", async ({ page, lab }) => {
  await startLab(page, lab);
  await page.goto(`/labs/${lab.slug}/cells`);
  const grid = page.getByRole("grid", { name: "Cells" });
  await expect(grid.getByText("A-01")).toBeVisible();
  await page.getByRole("button", { name: "Paste or load a table" }).click();
  await page.getByRole("textbox", { name: "Table" }).fill("Cell\tcathode\nmade 1\tW\nmade 2\tX");
  await page.getByRole("button", { name: /^Save 2 values/ }).click();
  await expect(grid.getByText("made 2")).toBeVisible();
  await page.getByRole("button", { name: /^Undo/ }).click();
  const said = page.getByRole("status").filter({ hasText: "The 2 cells that were made stay" });
  await expect(said).toBeVisible();
  await expect(grid.getByText("made 2")).toBeVisible();
});

test("escape closes a definition, and ranges and groupings that are none are told of", async ({ page, lab }) => {
  await startLab(page, lab);
  await page.goto(`/labs/${lab.slug}/groups`);
  const groups = new GroupsPage(page);
  await groups.chart.waitFor();
  const hint = page.getByRole("button", { name: /^How .* is defined$/ }).first();
  await hint.click();
  await expect(page.getByText(/^Source:/).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText(/^Source:/)).toBeHidden();
  await page.goto(`/labs/${lab.slug}/groups?from=500&to=600`);
  await expect(page.getByText("No cycle in this range")).toBeVisible();
  await page.getByRole("button", { name: "Show all cycles" }).click();
  await groups.chart.waitFor();
  await page.goto(`/labs/${lab.slug}/groups?grouping=999999`);
  const gone = page.getByRole("status").filter({ hasText: "The grouping of this link is gone" });
  await expect(gone).toContainText("“Cathode” is shown instead.");
});

test("the API page leads back to the lab that it was opened from", async ({ page, lab }) => {
  await startLab(page, lab);
  await page.goto(`/labs/${lab.slug}/cells`);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "API" }).click();
  await expect(page.getByRole("heading", { name: /^REST API/ })).toBeVisible();
  await page.getByRole("link", { name: "Back to the lab" }).click();
  await expect(page).toHaveURL(new RegExp(`/labs/${lab.slug}$`));
  await page.goto("/docs/api?lab=//example.org");
  await expect(page.getByRole("heading", { name: /^REST API/ })).toBeVisible();
  await expect(page.getByRole("link", { name: "Back to the lab" })).toHaveCount(0);
});

test("a picture among the files is named, and the import page scrolls to no side", async ({ page, lab }) => {
  await startLab(page, lab);
  await page.setViewportSize({ width: 1024, height: 768 });
  const imports = new ImportPage(page);
  await imports.open(lab.slug);
  const png = Buffer.from([
    0x89,
    0x50,
    0x4e,
    0x47,
    0x0d,
    0x0a,
    0x1a,
    0x0a,
    ...Array.from({ length: 400 }, (_, k) => k % 7),
  ]);
  await imports.drop([{ name: "screenshot.png", content: png }]);
  const card = imports.cards.first();
  await expect(card.getByRole("region", { name: "Problems" })).toBeVisible();
  await expect(card).not.toContainText("Columns found");
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});

test("which headings are known is a table that anybody of the lab can read", async ({ page, lab }) => {
  await signIn(page, lab);
  const imports = new ImportPage(page);
  await imports.open(lab.slug);
  const table = page.getByRole("region", { name: "Known headings" });
  await expect(table).toBeHidden();
  await page.getByText("Which headings are known").click();
  await expect(table.getByRole("row").first()).toBeVisible();
  await page.getByLabel("Search in names, quantities and formats").fill("spannung delimited");
  await expect(table.getByRole("row")).toHaveText([/^Format/, /^Delimited tableVoltage.*spannung/]);
});
