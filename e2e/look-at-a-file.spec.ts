import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PROJECT } from "./support/commands";
import { ImportPage } from "./support/import-page";
import { rowsOf, savedBy } from "./support/read-picture";
import { expect, signIn, test } from "./support/test";

const FILE = join(PROJECT, "fixtures/neware_uio.csv");
/** Computed from the file by another program; see the README of the fixtures. */
const expected: { cycles: { cycle: number; dischargeCapacityAh: number }[] } = JSON.parse(
  readFileSync(join(PROJECT, "fixtures/expected/neware_uio.csv.json"), "utf8"),
);

test("a file dropped on Scratch shows its cycles and curves, and is in the lab only once it is kept", async ({
  page,
  lab,
}) => {
  await signIn(page, lab);
  await page.goto(`/labs/${lab.slug}/scratch`);
  await new ImportPage(page).drop([{ name: basename(FILE), content: readFileSync(FILE) }]);
  await expect(page.getByRole("status").filter({ hasText: "neware_uio.csv" })).toContainText(
    `${expected.cycles.length} cycles`,
  );
  await expect(page.locator("path[data-cycle]").first()).toBeAttached();
  await expect(page.locator('[data-line="voltage"]')).toBeAttached();
  await page.keyboard.press("v");
  await expect
    .poll(() => page.evaluate(() => document.fullscreenElement?.querySelectorAll("figure").length ?? 0))
    .toBeGreaterThan(1);
  await page.keyboard.press("v");
  await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBeNull();
  await page.getByRole("button", { name: /^Export Discharge capacity/ }).click();
  const rows = rowsOf((await savedBy(page, page.getByRole("dialog"), "CSV of what is shown")).bytes);
  await page.keyboard.press("Escape");
  const capacities = Object.fromEntries(
    rows.map((row) => [row["Cycle number"], Number(row["Discharge capacity / mAh"]) / 1000]),
  );
  for (const { cycle, dischargeCapacityAh } of expected.cycles.slice(0, -1)) {
    expect(capacities[cycle]).toBeCloseTo(dischargeCapacityAh, 9);
  }

  const cells = async () => (await lab.rest.get<{ cells: { name: string }[] }>("/api/v1/cells")).cells;
  await page.goto(`/labs/${lab.slug}/cells`);
  expect(await cells()).toEqual([]);

  await page.goto(`/labs/${lab.slug}/scratch`);
  await page.locator('input[type="file"]').setInputFiles(FILE);
  await page.getByLabel("Name of the cell").fill("UiO-01");
  await page.getByRole("button", { name: "Keep" }).click();
  await expect(page.getByRole("link", { name: "UiO-01" })).toBeVisible();
  await expect.poll(async () => (await cells()).map(({ name }) => name)).toEqual(["UiO-01"]);
});
