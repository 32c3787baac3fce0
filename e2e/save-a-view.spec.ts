import { bringIn, signUpColleague } from "./support/colleague";
import { fillLab } from "./support/fading-cells";
import { groupByCathode } from "./support/lab";
import { expect, signIn, test } from "./support/test";
import { askFromPage } from "./support/trpc";

// What a browser itself says of a name that is taken; the page says it better.
test.use({ allowedErrors: /Failed to load resource: the server responded with a status of 409/ });

test("a view is saved by name, found by it, renamed, removed, and brought back", async ({ page, lab }) => {
  const grouping = await groupByCathode(lab);
  await fillLab(lab, ["A-01"], { metadata: { cathode: "NMC811" } });
  await signIn(page, lab);
  const query = `grouping=${grouping}&metric=capacityRetention&from=3`;
  await page.goto(`/labs/${lab.slug}/groups?${query}`);
  await page.getByRole("button", { name: "Views…" }).click();
  const dialog = page.getByRole("dialog", { name: "Saved views" });
  await expect(dialog.getByText("None yet.")).toBeVisible();
  await dialog.getByLabel("Name for what the page shows now").fill("Fade of NMC");
  await dialog.getByRole("button", { name: "Save view" }).click();
  await expect(dialog.getByRole("status")).toContainText("“Fade of NMC” is saved.");
  await dialog.getByLabel("Name for what the page shows now").fill("Fade of NMC");
  await dialog.getByRole("button", { name: "Save view" }).click();
  await expect(dialog.getByRole("status")).toContainText("already");
  await page.keyboard.press("Escape");

  // From anywhere, by its name; and from the page of a cell.
  await page.goto(`/labs/${lab.slug}/cells/A-01`);
  await page.getByRole("button", { name: "Find anything" }).click();
  await page.getByRole("textbox", { name: "Find a page, a cell or an action" }).fill("fade nmc");
  await page.getByRole("button", { name: "Fade of NMC" }).click();
  await expect(page).toHaveURL(new RegExp(`/groups\\?${query.replace(/[?]/g, "\\?")}$`));
  await page.goto(`/labs/${lab.slug}/cells/A-01?cycle=4`);
  await page.getByRole("button", { name: "Views…" }).click();
  await dialog.getByLabel("Name for what the page shows now").fill("Cycle 4");
  await dialog.getByRole("button", { name: "Save view" }).click();
  const list = dialog.getByRole("list", { name: "Saved views" });
  await expect(list.getByRole("link")).toHaveText(["Cycle 4", "Fade of NMC"]);

  await list.getByRole("button", { name: "Rename Fade of NMC" }).click();
  await list.getByLabel("New name of Fade of NMC").fill("Fade");
  await list.getByRole("button", { name: "Rename", exact: true }).click();
  await expect(list.getByRole("link")).toHaveText(["Cycle 4", "Fade"]);
  await list.getByRole("button", { name: "Remove Fade" }).click();
  await expect(list.getByRole("link")).toHaveText(["Cycle 4"]);
  await dialog.getByRole("button", { name: "Undo" }).click();
  await expect(list.getByRole("link")).toHaveText(["Cycle 4", "Fade"]);
  await list.getByRole("link", { name: "Fade" }).click();
  await expect(page).toHaveURL(new RegExp(`/groups\\?${query}$`));
  await page.goto(`/labs/${lab.slug}/settings/audit`);
  for (const action of ["view.save", "view.rename", "view.remove"]) {
    await expect(page.getByRole("cell", { name: action }).first()).toBeVisible();
  }
});

test("saved comparisons and older links show the same cells under their names of now", async ({ page, lab }) => {
  await fillLab(lab, ["A-01", "A-02"]);
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/compare?pin=cell:A-01&pin=cell:A-02`);
  await page.getByRole("button", { name: "Views…" }).click();
  await page.getByLabel("Name for what the page shows now").fill("Pair");
  await page.getByRole("button", { name: "Save view" }).click();
  await expect(page.getByRole("link", { name: "Pair" })).toBeVisible();
  // The page that compares them would ask for the name that is no more.
  await page.goto(`/labs/${lab.slug}/compare`);
  const renamed = { labSlug: lab.slug, given: { cell: "A-01", newName: "renamed" } };
  expect(await askFromPage(page, "cells.rename", renamed)).toMatchObject({ code: "answered" });
  await page.goto(`/labs/${lab.slug}/compare?pin=cell:A-02&pin=cell:A-01&metric=chargeCapacityAh`);
  await expect(page).toHaveURL(/pin=cell%3AA-02&pin=cell%3Arenamed&metric=chargeCapacityAh$/);
  await page.goto(`/labs/${lab.slug}/cells/A-01?cycle=1`);
  await expect(page).toHaveURL(/\/cells\/renamed\?cycle=1$/);
  await lab.rest.putCell("A-01", {}); // another one of its name
  await page.getByRole("button", { name: "Views…" }).click();
  await page.getByRole("link", { name: "Pair" }).click();
  await expect(page.getByRole("list", { name: "Compared" }).getByRole("listitem")).toHaveText(["renamed", "A-02"]);
  await expect(page.locator('[data-line="renamed"]')).toBeAttached();
});

test("a viewer opens saved views and changes none", async ({ page, lab, browser, baseURL }) => {
  await fillLab(lab, ["A-01"]);
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/compare?pin=cell:A-01`);
  await page.getByRole("button", { name: "Views…" }).click();
  await page.getByLabel("Name for what the page shows now").fill("Just A-01");
  await page.getByRole("button", { name: "Save view" }).click();
  await expect(page.getByRole("link", { name: "Just A-01" })).toBeVisible();

  const theirs = await (await browser.newContext({ baseURL: baseURL ?? "" })).newPage();
  const viewer = await signUpColleague(theirs);
  await bringIn(viewer, { owner: page.request, labSlug: lab.slug, role: "viewer" });
  await theirs.goto(`/labs/${lab.slug}/groups`);
  await theirs.getByRole("button", { name: "Views…" }).click();
  const dialog = theirs.getByRole("dialog", { name: "Saved views" });
  await expect(dialog.getByRole("link", { name: "Just A-01" })).toBeVisible();
  await expect(dialog.getByRole("button", { name: /Save|Rename|Remove/ })).toHaveCount(0);
  await dialog.getByRole("link", { name: "Just A-01" }).click();
  await expect(theirs).toHaveURL(/\/compare\?pin=cell(:|%3A)A-01$/);
  await theirs.context().close();
});
