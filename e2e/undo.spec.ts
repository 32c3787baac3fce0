import type { Locator, Page } from "@playwright/test";
import { CellPage } from "./support/cell-page";
import { fillLab } from "./support/fading-cells";
import { GroupsPage } from "./support/groups-page";
import { groupByCathode, type Lab } from "./support/lab";
import { expect, signIn, test } from "./support/test";

const toastOf = (page: Page): Locator => page.getByRole("region", { name: "Undo" });

/** What was done is said, undone by its button, and that is said too. */
async function undo(page: Page, said: string, undone: string): Promise<void> {
  const toast = toastOf(page);
  await expect(toast.getByRole("status")).toHaveText(said);
  await toast.getByRole("button", { name: "Undo" }).click();
  await expect(toast.getByRole("status")).toHaveText(undone);
}

const exclusionsOf = async ({ rest }: Lab) =>
  (await rest.get<{ exclusions: { cell: string; reason: string }[] }>("/api/v1/exclusions")).exclusions.map(
    ({ cell, reason }) => `${cell}: ${reason}`,
  );

test("an exclusion is undone by a key, and what is offered goes by itself", async ({ page, lab }) => {
  await groupByCathode(lab);
  await fillLab(lab, ["A-01", "A-02"], { metadata: { cathode: "NMC811" } });
  await signIn(page, lab);
  await page.clock.install();
  await new GroupsPage(page).open(lab.slug, { metric: "dischargeCapacityAh", cell: "A-01" });
  const exclude = async () => {
    await page.keyboard.press("e");
    const dialog = page.getByRole("dialog", { name: "Exclude A-01" });
    await dialog.getByLabel("Why").fill("leak");
    await dialog.getByRole("button", { name: /^Exclude c/ }).click();
    await expect(toastOf(page)).toContainText("excluded from statistics.");
  };
  await exclude();
  expect(await exclusionsOf(lab)).toEqual(["A-01: leak"]);
  await page.keyboard.press("u");
  await expect(toastOf(page)).toContainText("included in statistics again.");
  expect(await exclusionsOf(lab)).toEqual([]);

  await exclude();
  // Whoever has the focus on it has time; the focus comes there by Tab from what stands before it.
  await toastOf(page).getByRole("button", { name: "Undo" }).focus();
  await page.clock.fastForward(30_000);
  await expect(toastOf(page)).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter"); // Close
  await expect(toastOf(page)).toHaveCount(0);
  expect(await exclusionsOf(lab)).toEqual(["A-01: leak"]);
});

test("tags, exclusions and settings of a cell are undone where they were made", async ({ page, lab }) => {
  await groupByCathode(lab);
  await fillLab(lab, ["A-01"], { metadata: { cathode: "NMC811" } });
  await signIn(page, lab);
  await new CellPage(page).open(lab.slug, "A-01");
  const panel = page.getByRole("dialog", { name: "A-01" });
  await page.keyboard.press("e");
  await expect(panel.getByLabel("cathode")).toBeVisible();
  await expect(panel.locator("input:focus, select:focus")).toHaveCount(1); // typing begins there
  await panel.getByLabel("cathode").fill("LFP");
  await page.keyboard.press("Enter");
  const cathode = async () => (await lab.rest.get<{ metadata: { cathode: string } }>("/api/v1/cells/A-01")).metadata;
  await expect(toastOf(page)).toContainText("A-01 saved.");
  expect(await cathode()).toEqual({ cathode: "LFP" });
  await undo(page, "A-01 saved.", "A-01 is as it was before.");
  expect(await cathode()).toEqual({ cathode: "NMC811" });

  const tags = async () =>
    (await lab.rest.get<{ tags: { tag: string }[] }>("/api/v1/cells/A-01/tags")).tags.map(({ tag }) => tag);
  await page.getByRole("button", { name: "Settings" }).click();
  await panel.getByText("Tag cycles").first().click();
  await panel.getByLabel("First cycle").fill("4");
  await panel.getByLabel("Reason for the tag").fill("day 30");
  await panel.getByRole("button", { name: "Tag cycles" }).click();
  await undo(page, "A-01: cycle 4 formation.", "A-01: cycle 4 formation no more.");
  expect(await tags()).toEqual([]);
});

test("what was removed comes back: a note, a view, a chart, a rule", async ({ page, lab }) => {
  await groupByCathode(lab);
  await fillLab(lab, ["A-01"], { metadata: { cathode: "NMC811" } });
  for (const cathode of ["W", "X"]) await lab.rest.putCell(`cell ${cathode}`, { metadata: { cathode } });
  await lab.rest.post("/api/v1/annotations", { cell: "A-01", cycles: { from: 2, to: 3 }, text: "Chamber off" });
  await signIn(page, lab);
  const cell = new CellPage(page);
  await cell.open(lab.slug, "A-01");
  const notes = page.getByRole("region", { name: "Notes" });
  await notes.getByRole("button", { name: "Remove the note “Chamber off”" }).click();
  await expect(notes.getByRole("listitem")).toHaveCount(0);
  await undo(page, "The note is removed.", "The note is back.");
  await expect(notes.getByRole("listitem")).toContainText("Chamber off");

  // In a dialog it is in reach too.
  await page.getByRole("button", { name: "Views…" }).click();
  const dialog = page.getByRole("dialog", { name: "Saved views" });
  await dialog.getByLabel("Name for what the page shows now").fill("Fade");
  await dialog.getByRole("button", { name: "Save view" }).click();
  await dialog.getByRole("button", { name: "Remove Fade" }).click();
  await undo(page, "“Fade” is removed.", "“Fade” is back.");
  await expect(dialog.getByRole("link", { name: "Fade" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.goto(`/labs/${lab.slug}`);
  await page.getByRole("button", { name: "Pin a chart" }).click();
  await page.getByRole("button", { name: "Pin", exact: true }).click();
  const chart = page.getByRole("region", { name: /^Discharge capacity by/ });
  await chart.getByRole("button", { name: /^Unpin/ }).click();
  await expect(toastOf(page)).toContainText("no longer pinned");
  await toastOf(page).getByRole("button", { name: "Undo" }).click();
  await expect(chart.getByRole("button", { name: /^Unpin/ })).toBeVisible();

  await page.goto(`/labs/${lab.slug}/groupings`);
  await page.getByRole("button", { name: "Cathodes W, X, Y, Z" }).click();
  const names = () =>
    page
      .getByLabel(/^Name of rule/)
      .evaluateAll((all) => all.map((one) => (one instanceof HTMLInputElement ? one.value : "")));
  await page.getByRole("button", { name: "Remove X" }).first().click();
  expect(await names()).toEqual(["W", "Y", "Z"]);
  await undo(page, "The rule “X” is removed.", "The rule “X” is back.");
  expect(await names()).toEqual(["W", "X", "Y", "Z"]);
});
